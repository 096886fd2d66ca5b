using MessagePack;

namespace SignalRChat.Hubs.Protocol;

/// <summary>Writes an update, or a page of one, without the reactions when there are none.</summary>
internal abstract class ChangeFormatter<T> : SparseFormatter<T>
    where T : class
{
    protected static void WriteChanges(
        ref MessagePackWriter writer, ChatMessage[] messages, MessageReactions[]? reactions, MessagePackSerializerOptions options)
    {
        writer.WriteString("messages"u8);
        options.Resolver.GetFormatterWithVerify<ChatMessage[]>().Serialize(ref writer, messages, options);
        if (reactions is null)
            return;
        writer.WriteString("reactions"u8);
        options.Resolver.GetFormatterWithVerify<MessageReactions[]>().Serialize(ref writer, reactions, options);
    }
}

internal sealed class RoomUpdateFormatter : ChangeFormatter<RoomUpdate>
{
    protected override void Write(ref MessagePackWriter writer, RoomUpdate value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(value.Reactions is null ? 5 : 6);
        Write(ref writer, "room"u8, value.Room);
        Write(ref writer, "epoch"u8, value.Epoch);
        Write(ref writer, "after"u8, value.After);
        Write(ref writer, "through"u8, value.Through);
        WriteChanges(ref writer, value.Messages, value.Reactions, options);
    }
}

internal sealed class UpdatesFormatter : ChangeFormatter<GetUpdatesResult>
{
    protected override void Write(ref MessagePackWriter writer, GetUpdatesResult value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(value.Reactions is null ? 6 : 7);
        Write(ref writer, "room"u8, value.Room);
        Write(ref writer, "epoch"u8, value.Epoch);
        Write(ref writer, "after"u8, value.After);
        Write(ref writer, "through"u8, value.Through);
        WriteChanges(ref writer, value.Messages, value.Reactions, options);
        Write(ref writer, "hasMore"u8, value.HasMore);
    }
}

internal sealed class HistoryFormatter : ChangeFormatter<GetHistoryResult>
{
    protected override void Write(ref MessagePackWriter writer, GetHistoryResult value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(value.Reactions is null ? 3 : 4);
        Write(ref writer, "room"u8, value.Room);
        WriteChanges(ref writer, value.Messages, value.Reactions, options);
        Write(ref writer, "hasMore"u8, value.HasMore);
    }
}
