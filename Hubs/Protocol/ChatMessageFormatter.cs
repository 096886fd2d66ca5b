using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace SignalRChat.Hubs.Protocol;

/// <summary>
/// Writes a message without the members that are null. The library writes every member of a map. The other contracts have no
/// member that is often null.
/// </summary>
internal sealed class ChatMessageFormatter : IMessagePackFormatter<ChatMessage?>
{
    private const int AlwaysThere = 7;

    public void Serialize(ref MessagePackWriter writer, ChatMessage? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }
        writer.WriteMapHeader(
            AlwaysThere + (value.EditedAt is null ? 0 : 1) + (value.DeletedAt is null ? 0 : 1) + (value.ReplyTo is null ? 0 : 1));
        Write(ref writer, "messageId"u8, value.MessageId);
        Write(ref writer, "sequence"u8, value.Sequence);
        Write(ref writer, "revision"u8, value.Revision);
        Write(ref writer, "userId"u8, value.UserId);
        Write(ref writer, "name"u8, value.Name);
        Write(ref writer, "text"u8, value.Text);
        Write(ref writer, "postedAt"u8, value.PostedAt);
        if (value.EditedAt is { } editedAt)
            Write(ref writer, "editedAt"u8, editedAt);
        if (value.DeletedAt is { } deletedAt)
            Write(ref writer, "deletedAt"u8, deletedAt);
        if (value.ReplyTo is { } replyTo)
            Write(ref writer, "replyTo"u8, replyTo);
    }

    public ChatMessage? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        StandardResolver.Instance.GetFormatterWithVerify<ChatMessage?>().Deserialize(ref reader, options);

    private static void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> name, string value)
    {
        writer.WriteString(name);
        writer.Write(value);
    }

    private static void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> name, long value)
    {
        writer.WriteString(name);
        writer.Write(value);
    }
}
