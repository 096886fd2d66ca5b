using MessagePack;

namespace SignalRChat.Hubs.Protocol;

/// <summary>Writes a message without the members that are null.</summary>
internal sealed class ChatMessageFormatter : SparseFormatter<ChatMessage>
{
    private const int AlwaysThere = 7;

    protected override void Write(ref MessagePackWriter writer, ChatMessage value, MessagePackSerializerOptions options)
    {
        var rare = Count(value.Kind) + Count(value.Data) + Count(value.Mentions) + Count(value.DeletedBy) + Count(value.Event);
        writer.WriteMapHeader(AlwaysThere + Count(value.EditedAt) + Count(value.DeletedAt) + Count(value.ReplyTo) + rare);
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
        if (rare > 0)
            WriteRare(ref writer, value, options);
    }

    private static void WriteRare(ref MessagePackWriter writer, ChatMessage value, MessagePackSerializerOptions options)
    {
        if (value.Kind is { } kind)
            Write(ref writer, "kind"u8, kind);
        if (value.Data is { } data)
            Write(ref writer, "data"u8, data);
        if (value.Mentions is { } mentions)
            Write(ref writer, "mentions"u8, mentions, options);
        if (value.DeletedBy is { } deletedBy)
            Write(ref writer, "deletedBy"u8, deletedBy);
        if (value.Event is { } reported)
            Write(ref writer, "event"u8, reported, options);
    }
}

internal sealed class MessageEventFormatter : SparseFormatter<MessageEvent>
{
    protected override void Write(ref MessagePackWriter writer, MessageEvent value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(1 + Count(value.UserId) + Count(value.By));
        Write(ref writer, "type"u8, value.Type);
        if (value.UserId is { } userId)
            Write(ref writer, "userId"u8, userId);
        if (value.By is { } by)
            Write(ref writer, "by"u8, by);
    }
}
