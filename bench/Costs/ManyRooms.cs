using System.Data.Common;

namespace SignalRChat.Bench.Costs;

/// <summary>
/// Stores rooms of one user and messages of another by SQL: to post a million of them takes minutes, and its cost is another one. The
/// messages arrive in turns, so that those of a room are spread over the pages. The user has read half of each room, and each hundredth
/// message mentions it.
/// </summary>
internal static class ManyRooms
{
    private const int MentionEvery = 100;

    public static async Task StoreAsync(DbConnection database, string user, string run, int rooms, int messages)
    {
        var isSqlite = database is Microsoft.Data.Sqlite.SqliteConnection;
        var each = messages / rooms;
        var (no, id, text) = isSqlite
            ? ("0", "randomblob(16)", "'message ' || n || ' ' || hex(zeroblob(45))")
            : ("false", "gen_random_uuid()", "convert_to('message ' || n || ' ' || repeat('0', 90), 'UTF8')");
        await RunAsync(
            $"""
            {Numbers(rooms)}
            INSERT INTO rooms (name, is_private, title, last_revision, message_count, last_message, member_count)
            SELECT 'inbox-{run}-' || n, {no}, 'Room ' || n, {each}, {each}, {each}, 1 FROM numbers
            """);
        await RunAsync(
            $"""
            INSERT INTO members (room_id, user_id, name, role, joined_at)
            SELECT id, '{user}', 'bench', 'member', 0 FROM rooms WHERE name LIKE 'inbox-{run}-%'
            """);
        await RunAsync(
            $"""
            {Numbers(each * rooms)}
            INSERT INTO messages (room_id, sequence, revision, message_id, user_id, name, text, posted_at, ordinal)
            SELECT rooms.id, n / {rooms} + 1, n / {rooms} + 1, {id}, 'poster', 'poster', {text}, 1700000000000 + n, n / {rooms} + 1
            FROM numbers JOIN rooms ON rooms.name = 'inbox-{run}-' || (n % {rooms})
            ORDER BY n
            """);
        await RunAsync(
            $"""
            INSERT INTO read_cursors (room_id, user_id, sequence, ordinal)
            SELECT id, '{user}', {each / 2}, {each / 2} FROM rooms WHERE name LIKE 'inbox-{run}-%'
            """);
        await RunAsync(
            $"""
            INSERT INTO mentions (room_id, user_id, ordinal)
            SELECT rooms.id, '{user}', messages.ordinal FROM rooms JOIN messages ON messages.room_id = rooms.id
            WHERE rooms.name LIKE 'inbox-{run}-%' AND messages.ordinal % {MentionEvery} = 0
            """);
        await RunAsync("ANALYZE");

        async Task RunAsync(string sql)
        {
            await using var command = database.CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string Numbers(int count) =>
        $"WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {count})";
}
