using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Reads and moves read cursors.</summary>
internal static class SqliteReadCursors
{
    /// <summary>
    /// How many messages without an ordinal are read to find one with it. Only messages of older servers have none, and they are few
    /// among those of newer ones.
    /// </summary>
    private const int MostWithoutOrdinal = 200;

    private static readonly SqliteStatement _findRoom = new(
        "SELECT id, is_private, is_free, last_revision, message_count, member_count, last_message FROM rooms WHERE name = $room");

    // Two indexes, merged in their order.
    private static readonly SqliteStatement _before = new(
        """
        SELECT sequence, ordinal FROM messages WHERE room_id = $roomId AND sequence <= $sequence AND revision <= sequence
        UNION ALL
        SELECT sequence, ordinal FROM messages WHERE room_id = $roomId AND sequence <= $sequence AND revision > sequence
        ORDER BY 1 DESC LIMIT $limit
        """);

    private static readonly SqliteStatement _move = new(
        """
        INSERT INTO read_cursors (room_id, user_id, sequence, ordinal) VALUES ($roomId, $userId, $sequence, $ordinal)
        ON CONFLICT (room_id, user_id) DO UPDATE SET sequence = excluded.sequence, ordinal = max(ordinal, excluded.ordinal)
        WHERE sequence < excluded.sequence
        """);

    private static readonly SqliteStatement _find = new(
        "SELECT sequence, ordinal FROM read_cursors WHERE room_id = $roomId AND user_id = $userId");

    private static readonly SqliteStatement _list = new(
        """
        SELECT members.user_id, read_cursors.sequence FROM members
        LEFT JOIN read_cursors ON read_cursors.room_id = $roomId AND read_cursors.user_id = members.user_id
        WHERE members.room_id = $roomId ORDER BY members.user_id LIMIT $limit
        """);

    public static IReadOnlyList<SqliteStatement> Statements { get; } = [_findRoom, _before, _move, _find, _list];

    /// <summary>A new member has read everything.</summary>
    public static void Set(SqliteSession session, BatchRoom room, string userId)
    {
        if (room.Head > 0)
            session.Run(_move, room.Id, userId, room.Head, room.MessageCount);
    }

    public static ReadMark Mark(SqliteSession session, in ReadRequest request)
    {
        if (FindRoom(session, request.Room) is not { } room)
            return new(ChatErrorCodes.RoomNotFound, 0, 0, 0, false, 0);
        if (session.Find(SqliteStatements.FindMember, room.Id, request.UserId) is null)
            return new(room.RefusalOfOthers, 0, 0, 0, false, 0);
        var (sequence, ordinal) = FindBefore(session, room.Id, request.Sequence);
        // From the last message that counts on, all do: an older server may have stored the ones after it.
        if (sequence >= room.LastMessage)
            ordinal = room.Messages;
        var isMoved = sequence > 0 && session.Run(_move, room.Id, request.UserId, sequence, ordinal) > 0;
        if (isMoved)
            SqliteInbox.Number(session, request.UserId, room.Id);
        (sequence, ordinal) = Find(session, room.Id, request.UserId);
        var mentions = SqliteInbox.CountMentions(session, room.Id, request.UserId, ordinal);
        return new(null, sequence, room.Messages - ordinal, mentions, isMoved, room.Members);
    }

    /// <summary>Null if the user is no member.</summary>
    public static ReadCursorsRead? List(SqliteSession session, string room, string userId, int mostMembers)
    {
        if (session.Find(SqliteStatements.FindMemberByRoom, room, userId) is null)
            return null;
        var roomId = FindRoom(session, room)!.Value.Id;
        var (members, cursors) = (0, new List<ReadCursor>());
        using (var rows = session.Query(_list, roomId, mostMembers + 1L))
        {
            for (; rows.Read(); members++)
            {
                if (!rows.IsDBNull(1))
                    cursors.Add(new() { UserId = rows.GetString(0), Sequence = rows.GetInt64(1) });
            }
        }
        if (members <= mostMembers)
            return new(IsShared: true, [.. cursors]);
        var (sequence, _) = Find(session, roomId, userId);
        return new(IsShared: false, sequence == 0 ? [] : [new() { UserId = userId, Sequence = sequence }]);
    }

    private static (long Sequence, long Ordinal) Find(SqliteSession session, long roomId, string userId)
    {
        using var row = session.Query(_find, roomId, userId);
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1)) : default;
    }

    /// <summary>The newest message up to this sequence; 0 without one.</summary>
    private static (long Sequence, long Ordinal) FindBefore(SqliteSession session, long roomId, long sequence)
    {
        using var rows = session.Query(_before, roomId, sequence, (long)MostWithoutOrdinal);
        var found = 0L;
        while (rows.Read())
        {
            if (found == 0)
                found = rows.GetInt64(0);
            if (!rows.IsDBNull(1))
                return (found, rows.GetInt64(1));
        }
        return (found, 0);
    }

    private static (long Id, string RefusalOfOthers, long Messages, int Members, long LastMessage)? FindRoom(
        SqliteSession session, string room)
    {
        using var row = session.Query(_findRoom, room);
        if (!row.Read())
            return null;
        var isHidden = row.GetBoolean(1) || (row.GetBoolean(2) && row.GetInt64(3) == 0);
        var refusal = isHidden ? ChatErrorCodes.RoomNotFound : ChatErrorCodes.NotAMember;
        return (row.GetInt64(0), refusal, row.GetInt64(4), row.GetInt32(5), row.GetInt64(6));
    }
}
