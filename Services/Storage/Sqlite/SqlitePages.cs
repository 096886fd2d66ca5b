using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Reads one page of a room inside the caller's snapshot.</summary>
internal static class SqlitePages
{
    public static UpdatePage Updates(SqliteSession session, string room, long after, int limit)
    {
        var (roomId, head) = FindHead(session, room);
        var epoch = roomId == 0 ? null : SqliteRows.Epoch(session);
        if (after >= head)
            return new(epoch, [], head, head);

        var messages = ReadMessages(session.Query(SqliteStatements.Updates, roomId, after, limit));
        var last = messages.Count == 0 ? after : messages[^1].Revision;
        var page = new UpdatePage(epoch, [.. messages], messages.Count < limit ? head : last, head);
        var reactions = SqliteReactions.Updates(session, roomId, after, page.Through, limit);
        return reactions.Count == 0 ? page : page.With(reactions, limit);
    }

    /// <summary>The same with the memberships that ended in it.</summary>
    public static UpdatePage UpdatesAndRemovals(SqliteSession session, string room, long after, int limit)
    {
        var page = Updates(session, room, after, limit);
        if (page.Through <= after)
            return page;

        var (roomId, _) = FindHead(session, room);
        using var rows = session.Query(SqliteStatements.Removals, roomId, after, page.Through);
        var removals = new List<MembershipEnd>();
        while (rows.Read())
            removals.Add(new(rows.GetInt64(0), rows.GetString(1), rows.GetString(2)));
        return page with { Removals = [.. removals] };
    }

    public static HistoryPage History(SqliteSession session, string room, long? before, int limit)
    {
        var (roomId, head) = FindHead(session, room);
        var messages = ReadMessages(session.Query(SqliteStatements.History, roomId, before ?? long.MaxValue, limit + 1L));
        var hasMore = messages.Count > limit;
        if (hasMore)
            messages.RemoveAt(limit);
        messages.Reverse();
        return new HistoryPage(SqliteRows.Epoch(session), [.. messages], hasMore, head)
            .With(SqliteReactions.History(session, roomId, before ?? long.MaxValue, limit));
    }

    private static List<ChatMessage> ReadMessages(SqliteDataReader query)
    {
        using var rows = query;
        var messages = new List<ChatMessage>();
        while (rows.Read())
            messages.Add(SqliteRows.ReadMessage(rows));
        return messages;
    }

    private static (long RoomId, long Head) FindHead(SqliteSession session, string room)
    {
        using var row = session.Query(SqliteStatements.FindRoom, room);
        return row.Read() ? (row.GetInt64(0), row.GetInt64(2)) : (0, 0);
    }
}
