using MessagePack;

namespace SignalRChat.Hubs.Protocol;

/// <summary>Writes an entry of an inbox without the members that are null.</summary>
internal sealed class InboxEntryFormatter : SparseFormatter<InboxEntry>
{
    private const int AlwaysThere = 10;

    protected override void Write(ref MessagePackWriter writer, InboxEntry value, MessagePackSerializerOptions options)
    {
        var rare = Count(value.Title) + Count(value.Data) + Count(value.LastMessage) + Count(value.MutedUntil) + Count(value.Left);
        writer.WriteMapHeader(AlwaysThere + rare);
        Write(ref writer, "room"u8, value.Room);
        Write(ref writer, "kind"u8, value.Kind);
        if (value.Title is { } title)
            Write(ref writer, "title"u8, title);
        if (value.Data is { } data)
            Write(ref writer, "data"u8, data);
        Write(ref writer, "role"u8, value.Role);
        Write(ref writer, "revision"u8, value.Revision);
        Write(ref writer, "joinedAt"u8, value.JoinedAt);
        Write(ref writer, "head"u8, value.Head);
        Write(ref writer, "unread"u8, value.Unread);
        Write(ref writer, "mentions"u8, value.Mentions);
        Write(ref writer, "readThrough"u8, value.ReadThrough);
        if (value.LastMessage is { } lastMessage)
            Write(ref writer, "lastMessage"u8, lastMessage, options);
        Write(ref writer, "muted"u8, value.Muted);
        if (value.MutedUntil is { } mutedUntil)
            Write(ref writer, "mutedUntil"u8, mutedUntil);
        if (value.Left is { } left)
            Write(ref writer, "left"u8, left);
    }
}

internal sealed class RoomActivityFormatter : SparseFormatter<RoomActivity>
{
    protected override void Write(ref MessagePackWriter writer, RoomActivity value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(4 + Count(value.LastMessage));
        Write(ref writer, "room"u8, value.Room);
        Write(ref writer, "head"u8, value.Head);
        Write(ref writer, "unread"u8, value.Unread);
        Write(ref writer, "mentions"u8, value.Mentions);
        if (value.LastMessage is { } lastMessage)
            Write(ref writer, "lastMessage"u8, lastMessage, options);
    }
}
