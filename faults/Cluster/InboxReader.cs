using System.Data.Common;
using System.Text.Json;

namespace SignalRChat.Faults.Cluster;

/// <summary>
/// Reads the inboxes without the server's code. It counts the messages themselves, and uses none of the numbers that the server keeps for
/// that.
/// </summary>
internal static class InboxReader
{
    private const string Entries =
        """
        SELECT entry.user_id, rooms.id, rooms.name, entry.revision, rooms.last_revision, coalesce(marked.sequence, 0),
            CASE WHEN members.user_id IS NULL THEN 1 ELSE 0 END
        FROM inbox_entries AS entry JOIN rooms ON rooms.id = entry.room_id
        LEFT JOIN members ON members.room_id = entry.room_id AND members.user_id = entry.user_id
        LEFT JOIN read_cursors AS marked ON marked.room_id = entry.room_id AND marked.user_id = entry.user_id
        """;

    // Messages without an event, which count.
    private const string Counted =
        "SELECT room_id, sequence, user_id, deleted_at, mentions FROM messages WHERE event IS NULL ORDER BY room_id, sequence";

    public static async Task<StoredInbox[]> ReadAsync(DbConnection database)
    {
        var counted = (await TruthReader.QueryAsync(database, Counted, ReadCounted)).ToLookup(message => message.Room);
        var entries = await TruthReader.QueryAsync(database, Entries, row => (User: row.GetString(0), Entry: ReadEntry(row, counted)));
        var byUser = entries.Where(entry => !entry.Entry.IsLeft).ToLookup(entry => entry.User, entry => entry.Entry);
        return [.. await TruthReader.QueryAsync(
            database,
            "SELECT user_id, revision FROM inboxes",
            row => new StoredInbox(row.GetString(0), row.GetInt64(1), [.. byUser[row.GetString(0)]]))];
    }

    private static RecordedEntry ReadEntry(DbDataReader row, ILookup<long, Message> counted)
    {
        var (user, readThrough) = (row.GetString(0), row.GetInt64(5));
        Message[] ofRoom = [.. counted[row.GetInt64(1)]];
        var unread = Array.FindAll(ofRoom, message => message.Sequence > readThrough);
        return new RecordedEntry(
            row.GetString(2), row.GetInt64(3), row.GetInt64(4), unread.Length, unread.Count(message => message.Mentions.Contains(user)),
            readThrough)
        {
            Last = ofRoom.Length == 0 ? 0 : ofRoom[^1].Sequence,
            IsLeft = row.GetInt32(6) != 0,
        };
    }

    /// <summary>A deleted message mentions nobody, and no message mentions its author.</summary>
    private static Message ReadCounted(DbDataReader row)
    {
        var author = row.GetString(2);
        string[] mentions = row[4] is string named && row[3] is DBNull ? JsonSerializer.Deserialize<string[]>(named)! : [];
        return new(row.GetInt64(0), row.GetInt64(1), Array.FindAll(mentions, user => user != author));
    }

    private readonly record struct Message(long Room, long Sequence, string[] Mentions);
}
