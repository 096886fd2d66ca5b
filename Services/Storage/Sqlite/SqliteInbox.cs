using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Reads and numbers the entries of inboxes.</summary>
internal static class SqliteInbox
{
    /// <summary>How many messages are read to find the last one, if it is not known.</summary>
    private const int MostEvents = 200;

    /// <summary>The columns after the revision, in the order in which <see cref="ReadEntry"/> reads them.</summary>
    private const string Columns =
        """
        rooms.id, rooms.name, rooms.is_private, rooms.is_direct, rooms.title, rooms.data,
            rooms.last_revision, rooms.message_count, rooms.last_message, members.role, members.joined_at, members.muted_until,
            coalesce(read_cursors.sequence, 0), coalesce(read_cursors.ordinal, 0)
        """;

    private const string ReadCursor = "LEFT JOIN read_cursors ON read_cursors.room_id = rooms.id AND read_cursors.user_id = $userId";

    private const string LastColumns = "message_id, sequence, user_id, name, substr(text, 1, $length), posted_at, event";

    // CROSS JOIN keeps SQLite from walking the rooms.
    private static readonly SqliteStatement _entries = new(
        $"""
        SELECT inbox_entries.revision, {Columns} FROM inbox_entries CROSS JOIN rooms ON rooms.id = inbox_entries.room_id
        LEFT JOIN members ON members.room_id = rooms.id AND members.user_id = $userId
        {ReadCursor}
        WHERE inbox_entries.user_id = $userId AND inbox_entries.revision > $after AND ($after > 0 OR members.user_id IS NOT NULL)
        ORDER BY inbox_entries.revision LIMIT $limit
        """);

    private static readonly SqliteStatement _entry = new(
        $"""
        SELECT 0, {Columns} FROM rooms CROSS JOIN members ON members.room_id = rooms.id AND members.user_id = $userId
        {ReadCursor}
        WHERE rooms.name = $room
        """);

    private static readonly SqliteStatement _head = new("SELECT revision FROM inboxes WHERE user_id = $userId");

    private static readonly SqliteStatement _mentions = new(
        """
        SELECT count(*) FROM (SELECT 1 FROM mentions WHERE room_id = $roomId AND user_id = $userId AND ordinal > $ordinal LIMIT $limit)
        """);

    // If the last message is not known, it is the newest one without an event among so many: a room may have any number of events.
    private static readonly SqliteStatement _last = new(
        $"""
        SELECT {LastColumns} FROM messages
        WHERE room_id = $roomId AND sequence >= $least AND sequence <= $most AND revision <= sequence
        UNION ALL
        SELECT {LastColumns} FROM messages
        WHERE room_id = $roomId AND sequence >= $least AND sequence <= $most AND revision > sequence
        ORDER BY 2 DESC LIMIT $limit
        """);

    private static readonly SqliteStatement _end = new(
        """
        SELECT code FROM removals INDEXED BY removals_by_user WHERE room_id = $roomId AND user_id = $userId ORDER BY revision DESC LIMIT 1
        """);

    private static readonly SqliteStatement _number = new(
        """
        INSERT INTO inboxes (user_id, revision) VALUES ($userId, 1)
        ON CONFLICT (user_id) DO UPDATE SET revision = revision + 1 RETURNING revision
        """);

    private static readonly SqliteStatement _setEntry = new(
        """
        INSERT INTO inbox_entries (user_id, room_id, revision) VALUES ($userId, $roomId, $revision)
        ON CONFLICT (user_id, room_id) DO UPDATE SET revision = excluded.revision
        """);

    private static readonly SqliteStatement _members = new("SELECT user_id FROM members WHERE room_id = $roomId LIMIT $limit");

    private static readonly SqliteStatement _missing = new(
        """
        SELECT members.room_id FROM members
        LEFT JOIN inbox_entries ON inbox_entries.user_id = $userId AND inbox_entries.room_id = members.room_id
        WHERE members.user_id = $userId AND inbox_entries.room_id IS NULL
        """);

    private static readonly SqliteStatement _addMentions = new(
        """
        INSERT INTO mentions (room_id, user_id, ordinal)
        SELECT $roomId, members.user_id, $ordinal FROM json_each($mentions) AS named
        CROSS JOIN members ON members.room_id = $roomId AND members.user_id = named.value
        WHERE members.user_id <> $author
        """);

    private static readonly SqliteStatement _removeMentions = new(
        """
        DELETE FROM mentions WHERE room_id = $roomId
            AND user_id IN (SELECT value FROM json_each((SELECT mentions FROM messages WHERE message_id = $id AND room_id = $roomId)))
            AND ordinal = (SELECT ordinal FROM messages WHERE message_id = $id AND room_id = $roomId)
        """);

    public static IReadOnlyList<SqliteStatement> Statements { get; } =
    [
        _entries, _entry, _head, _mentions, _last, _end, _number, _setEntry, _members, _missing, _addMentions, _removeMentions,
        .. SqliteReadCursors.Statements,
    ];

    public static InboxPage Read(SqliteSession session, string userId, long after, int limit, long now)
    {
        var rows = new List<InboxRow>();
        using (var found = session.Query(_entries, userId, after, limit))
        {
            while (found.Read())
                rows.Add(ReadEntry(found));
        }
        var entries = rows.ConvertAll(row => ToEntry(session, userId, row, now));
        return InboxPage.Of(SqliteRows.Epoch(session), entries, after, limit, (session.Find(_head, userId) as long?) ?? 0);
    }

    /// <summary>Null if the user is no member.</summary>
    public static InboxEntry? Find(SqliteSession session, string userId, string room, long now)
    {
        InboxRow row;
        using (var found = session.Query(_entry, userId, room))
        {
            if (!found.Read())
                return null;
            row = ReadEntry(found);
        }
        return ToEntry(session, userId, row, now);
    }

    public static long CountMentions(SqliteSession session, long roomId, string userId, long ordinal) =>
        (long)session.Find(_mentions, roomId, userId, ordinal, (long)ChatLimits.CountedMentions)!;

    public static List<long> FindMissing(SqliteSession session, string userId)
    {
        using var rows = session.Query(_missing, userId);
        var rooms = new List<long>();
        while (rows.Read())
            rooms.Add(rows.GetInt64(0));
        return rooms;
    }

    public static void AddMentions(SqliteSession session, long roomId, ChatMessage message, long ordinal) =>
        session.Run(_addMentions, roomId, ordinal, MessageDetails.ToColumn(message.Mentions), message.UserId);

    public static void RemoveMentions(SqliteSession session, long roomId, byte[] messageId) =>
        session.Run(_removeMentions, roomId, messageId);

    /// <summary>Numbers the entries that the transaction has changed. Returns their users.</summary>
    public static IReadOnlyCollection<string> Number(SqliteSession session, InboxChanges changes)
    {
        if (changes.IsEmpty)
            return [];
        var entries = new HashSet<(string UserId, long RoomId)>(changes.Entries);
        foreach (var roomId in changes.Rooms)
            entries.UnionWith(FindMembers(session, roomId));
        foreach (var (userId, roomId) in entries.OrderBy(entry => entry.RoomId))
            Number(session, userId, roomId);
        return [.. entries.Select(entry => entry.UserId).Distinct()];
    }

    public static void Number(SqliteSession session, string userId, long roomId) =>
        session.Run(_setEntry, userId, roomId, (long)session.Find(_number, userId)!);

    /// <summary>None if there are too many.</summary>
    private static List<(string UserId, long RoomId)> FindMembers(SqliteSession session, long roomId)
    {
        var members = new List<(string, long)>();
        using var rows = session.Query(_members, roomId, InboxChanges.MostMembers + 1L);
        while (rows.Read())
            members.Add((rows.GetString(0), roomId));
        return members.Count > InboxChanges.MostMembers ? [] : members;
    }

    private static InboxEntry ToEntry(SqliteSession session, string userId, in InboxRow row, long now) => row.Member is null
        ? row.ToEnd(session.Find(_end, row.RoomId, userId) as string ?? RoomRemovalCodes.Left)
        : row.ToEntry(CountMentions(session, row.RoomId, userId, row.Ordinal), FindLast(session, row), now);

    private static LastMessage? FindLast(SqliteSession session, in InboxRow row)
    {
        var (least, most) = row.LastMessage == 0 ? (0, long.MaxValue) : (row.LastMessage, row.LastMessage);
        using var found = session.Query(_last, (long)ChatLimits.LastMessageLength, row.RoomId, least, most, (long)MostEvents);
        while (found.Read())
        {
            if (found.IsDBNull(6))
                return ReadLast(found);
        }
        return null;
    }

    private static LastMessage ReadLast(SqliteDataReader found) => new()
    {
        MessageId = SqliteRows.Id(found, 0),
        Sequence = found.GetInt64(1),
        UserId = found.GetString(2),
        Name = found.GetString(3),
        Text = InboxText.BeginningOf(found.GetString(4)),
        PostedAt = found.GetInt64(5),
    };

    private static InboxRow ReadEntry(SqliteDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetString(2))
    {
        IsPrivate = row.GetBoolean(3),
        IsDirect = !row.IsDBNull(4) && row.GetBoolean(4),
        Title = row.IsDBNull(5) ? null : row.GetString(5),
        Data = row.IsDBNull(6) ? null : row.GetString(6),
        Head = row.GetInt64(7),
        MessageCount = row.GetInt64(8),
        LastMessage = row.GetInt64(9),
        Member = row.IsDBNull(10) ? null : (row.GetString(10), row.GetInt64(11), row.IsDBNull(12) ? null : row.GetInt64(12)),
        Sequence = row.GetInt64(13),
        Ordinal = row.GetInt64(14),
    };
}
