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
        page = page.With(SqliteReactions.Updates(session, roomId, after, page.Through, limit), limit);
        page = page.With(SqliteMembers.Updates(session, roomId, after, page.Through, limit), limit);
        var info = SqliteSettings.FindInfo(session, roomId);
        return info.Revision > after ? page.With(info) : page;
    }

    public static HistoryPage History(SqliteSession session, string room, long? before, int limit)
    {
        var (roomId, head) = FindHead(session, room);
        var messages = ReadMessages(session.Query(SqliteStatements.History, roomId, before ?? long.MaxValue, limit + 1L));
        var hasMore = messages.Count > limit;
        if (hasMore)
            messages.RemoveAt(limit);
        messages.Reverse();
        var page = new HistoryPage(SqliteRows.Epoch(session), [.. messages], hasMore, head)
            .With(SqliteReactions.History(session, roomId, before ?? long.MaxValue, limit));
        return before is null ? page with { Info = SqliteSettings.FindInfo(session, roomId) } : page;
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
