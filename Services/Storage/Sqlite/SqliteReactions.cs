using Microsoft.Data.Sqlite;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Reads and writes the reactions to messages.</summary>
internal static class SqliteReactions
{
    /// <summary>The columns in the order in which <see cref="Read"/> reads them.</summary>
    private const string Columns = "message_id, sequence, revision, tallies";

    private static readonly SqliteStatement _find = new(
        $"SELECT {Columns} FROM message_reactions WHERE room_id = $roomId AND sequence = $sequence");

    private static readonly SqliteStatement _hasReacted = new(
        "SELECT 1 FROM reactions WHERE room_id = $roomId AND sequence = $sequence AND emoji = $emoji AND user_id = $userId");

    private static readonly SqliteStatement _newest = new(
        """
        SELECT user_id FROM reactions WHERE room_id = $roomId AND sequence = $sequence AND emoji = $emoji
        ORDER BY revision DESC LIMIT $limit
        """);

    private static readonly SqliteStatement _add = new(
        "INSERT INTO reactions (room_id, sequence, emoji, user_id, revision) VALUES ($roomId, $sequence, $emoji, $userId, $revision)");

    private static readonly SqliteStatement _remove = new(
        "DELETE FROM reactions WHERE room_id = $roomId AND sequence = $sequence AND emoji = $emoji AND user_id = $userId");

    private static readonly SqliteStatement _change = new(
        """
        INSERT INTO message_reactions (room_id, sequence, revision, message_id, tallies)
        VALUES ($roomId, $sequence, $revision, $messageId, $tallies)
        ON CONFLICT (room_id, sequence) DO UPDATE SET revision = excluded.revision, tallies = excluded.tallies
        """);

    private static readonly SqliteStatement _updates = new(
        $"""
        SELECT {Columns} FROM message_reactions WHERE room_id = $roomId AND revision > $after AND revision <= $through
        ORDER BY revision LIMIT $limit
        """);

    private static readonly SqliteStatement _history = new(
        $"""
        SELECT {Columns} FROM message_reactions WHERE room_id = $roomId AND sequence < $before ORDER BY sequence DESC LIMIT $limit
        """);

    public static IReadOnlyList<SqliteStatement> Statements { get; } =
        [_find, _hasReacted, _newest, _add, _remove, _change, _updates, _history];

    public static MessageReactions? Find(SqliteSession session, long roomId, long sequence)
    {
        using var rows = session.Query(_find, roomId, sequence);
        return rows.Read() ? Read(rows) : null;
    }

    public static bool HasReacted(SqliteSession session, long roomId, long sequence, string emoji, string userId) =>
        session.Find(_hasReacted, roomId, sequence, emoji, userId) is not null;

    public static string[] Newest(SqliteSession session, long roomId, long sequence, string emoji, int limit)
    {
        using var rows = session.Query(_newest, roomId, sequence, emoji, limit);
        var users = new List<string>();
        while (rows.Read())
            users.Add(rows.GetString(0));
        return [.. users];
    }

    public static void Add(SqliteSession session, long roomId, long sequence, string emoji, string userId, long revision) =>
        session.Run(_add, roomId, sequence, emoji, userId, revision);

    public static void Remove(SqliteSession session, long roomId, long sequence, string emoji, string userId) =>
        session.Run(_remove, roomId, sequence, emoji, userId);

    public static void Change(SqliteSession session, long roomId, byte[] messageId, MessageReactions reactions) => session.Run(
        _change, roomId, reactions.Sequence, reactions.Revision, messageId, ReactionTallies.ToColumn(reactions.Tallies));

    /// <summary>Those that changed in (<paramref name="after"/>, <paramref name="through"/>], by revision.</summary>
    public static List<MessageReactions> Updates(SqliteSession session, long roomId, long after, long through, int limit) =>
        ReadAll(session.Query(_updates, roomId, after, through, limit));

    /// <summary>Those to messages before a sequence, the newest messages first.</summary>
    public static List<MessageReactions> History(SqliteSession session, long roomId, long before, int limit) =>
        ReadAll(session.Query(_history, roomId, before, limit));

    private static List<MessageReactions> ReadAll(SqliteDataReader query)
    {
        using var rows = query;
        var found = new List<MessageReactions>();
        while (rows.Read())
            found.Add(Read(rows));
        return found;
    }

    private static MessageReactions Read(SqliteDataReader row) => new()
    {
        MessageId = new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true).ToString(),
        Sequence = row.GetInt64(1),
        Revision = row.GetInt64(2),
        Tallies = ReactionTallies.Read(row.GetString(3)),
    };
}
