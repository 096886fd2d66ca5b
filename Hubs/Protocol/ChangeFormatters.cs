using MessagePack;

namespace SignalRChat.Hubs.Protocol;

/// <summary>Writes an update, or a page of one, without the kinds of changes that it does not have.</summary>
internal abstract class ChangeFormatter<T> : SparseFormatter<T>
    where T : class
{
    protected static int Count(MessageReactions[]? reactions, ChangedMember[]? members, RoomInfo? info) =>
        Count(reactions) + Count(members) + Count(info);

    protected static void WriteChanges(
        ref MessagePackWriter writer, ChatMessage[] messages, MessageReactions[]? reactions, MessagePackSerializerOptions options)
    {
        Write(ref writer, "messages"u8, messages, options);
        if (reactions is not null)
            Write(ref writer, "reactions"u8, reactions, options);
    }

    protected static void WriteChanges(
        ref MessagePackWriter writer, ChangedMember[]? members, RoomInfo? info, MessagePackSerializerOptions options)
    {
        if (members is not null)
            Write(ref writer, "members"u8, members, options);
        if (info is not null)
            Write(ref writer, "info"u8, info, options);
    }
}

internal sealed class RoomUpdateFormatter : ChangeFormatter<RoomUpdate>
{
    protected override void Write(ref MessagePackWriter writer, RoomUpdate value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(5 + Count(value.Reactions, value.Members, value.Info));
        Write(ref writer, "room"u8, value.Room);
        Write(ref writer, "epoch"u8, value.Epoch);
        Write(ref writer, "after"u8, value.After);
        Write(ref writer, "through"u8, value.Through);
        WriteChanges(ref writer, value.Messages, value.Reactions, options);
        WriteChanges(ref writer, value.Members, value.Info, options);
    }
}

internal sealed class UpdatesFormatter : ChangeFormatter<GetUpdatesResult>
{
    protected override void Write(ref MessagePackWriter writer, GetUpdatesResult value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(6 + Count(value.Reactions, value.Members, value.Info));
        Write(ref writer, "room"u8, value.Room);
        Write(ref writer, "epoch"u8, value.Epoch);
        Write(ref writer, "after"u8, value.After);
        Write(ref writer, "through"u8, value.Through);
        WriteChanges(ref writer, value.Messages, value.Reactions, options);
        WriteChanges(ref writer, value.Members, value.Info, options);
        Write(ref writer, "hasMore"u8, value.HasMore);
    }
}

internal sealed class HistoryFormatter : ChangeFormatter<GetHistoryResult>
{
    protected override void Write(ref MessagePackWriter writer, GetHistoryResult value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(3 + Count(value.Reactions));
        Write(ref writer, "room"u8, value.Room);
        WriteChanges(ref writer, value.Messages, value.Reactions, options);
        Write(ref writer, "hasMore"u8, value.HasMore);
    }
}

internal sealed class ChangedMemberFormatter : SparseFormatter<ChangedMember>
{
    protected override void Write(ref MessagePackWriter writer, ChangedMember value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(4 + Count(value.MutedUntil) + Count(value.Left));
        Write(ref writer, "userId"u8, value.UserId);
        Write(ref writer, "name"u8, value.Name);
        Write(ref writer, "role"u8, value.Role);
        if (value.MutedUntil is { } mutedUntil)
            Write(ref writer, "mutedUntil"u8, mutedUntil);
        if (value.Left is { } left)
            Write(ref writer, "left"u8, left);
        Write(ref writer, "revision"u8, value.Revision);
    }
}

internal sealed class RoomMemberFormatter : SparseFormatter<RoomMember>
{
    protected override void Write(ref MessagePackWriter writer, RoomMember value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(4 + Count(value.MutedUntil));
        Write(ref writer, "userId"u8, value.UserId);
        Write(ref writer, "name"u8, value.Name);
        Write(ref writer, "role"u8, value.Role);
        Write(ref writer, "isPresent"u8, value.IsPresent);
        if (value.MutedUntil is { } mutedUntil)
            Write(ref writer, "mutedUntil"u8, mutedUntil);
    }
}

internal sealed class ListRoomsResultFormatter : SparseFormatter<ListRoomsResult>
{
    protected override void Write(ref MessagePackWriter writer, ListRoomsResult value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(2 + Count(value.Next));
        Write(ref writer, "rooms"u8, value.Rooms, options);
        Write(ref writer, "hasMore"u8, value.HasMore);
        if (value.Next is { } next)
            Write(ref writer, "next"u8, next);
    }
}
