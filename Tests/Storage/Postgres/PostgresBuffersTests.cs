using Npgsql;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// Regression: until the first ANALYZE a send read every message of its room, because its plan was made while the table was empty.
/// Every statement runs here on a million rows: with a plan that was made on empty tables, without statistics, and with them. It
/// may touch only so many pages.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresBuffersTests(PostgresFixture fixture, ITestOutputHelper output)
{
    private const int Messages = 850_000;
    private const int Members = 100_000;
    private const int Reactions = 300_000;

    // To find a row by a key is three or four pages of an index and one of the table.
    private const int Few = 60;

    // 200 rows, each of which may be on another page, from each of two indexes.
    private const int APage = 500;

    private const string Id = "'00000000-0000-7000-8000-000000030000'::uuid";

    private const string ReaderId = "'00000000-0000-4000-8000-000000000001'::uuid";

    private const string NewMessage =
        "ARRAY[1], ARRAY[gen_random_uuid()], ARRAY[9000000], ARRAY[9000000], ARRAY['u7'], ARRAY['n'], ARRAY['x'::bytea], ARRAY[1], "
        + "ARRAY[NULL]::bigint[], ARRAY[NULL]::bigint[], ARRAY[NULL]::uuid[], ARRAY[1]";

    /// <summary>The parameters of each statement, and the most pages that it may touch.</summary>
    private static readonly Dictionary<string, (string Values, int Most)> _limits = new()
    {
        [nameof(PostgresStatements.ReadTimeline)] = ("", Few),
        [nameof(PostgresStatements.Heads)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.BeginEpochHere)] = ("", Few),
        [nameof(PostgresStatements.BeginEpoch)] = ("'x'", Few),
        [nameof(PostgresStatements.Changes)] = ("pg_current_snapshot()::text, 10001", Few),
        [nameof(PostgresStatements.ForgetChanges)] = ("pg_current_snapshot()::text", Few),
        [nameof(PostgresStatements.AddRooms)] = ("ARRAY['big', 'new']", Few),
        [nameof(PostgresStatements.LockRooms)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.LockFreeRooms)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.LockRoomsWithPolicy)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.LockFreeRoomsWithPolicy)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.FindAuthors)] = ($"ARRAY['big'], ARRAY[{Id}]", Few),
        [nameof(PostgresStatements.SetLastPosts)] = ("ARRAY[1], ARRAY['u77777'], 1", Few),
        [nameof(PostgresStatements.FindRooms)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.FindMembers)] = ("ARRAY['big', 'big'], ARRAY['u7', 'u77777']", Few),
        [nameof(PostgresStatements.FindMessages)] = ($"ARRAY['big', 'big'], ARRAY[{Id}, gen_random_uuid()]", Few),
        [nameof(PostgresStatements.Post)] =
            ("ARRAY['big'], ARRAY[1], ARRAY[gen_random_uuid()], ARRAY['u77777'], ARRAY['n'], ARRAY['x'::bytea], "
                + $"ARRAY[{Id}], 1", Few),
        [nameof(PostgresStatements.PostDetailed)] =
            ("ARRAY['big'], ARRAY[1], ARRAY[gen_random_uuid()], ARRAY['u77777'], ARRAY['n'], ARRAY['x'::bytea], "
                + $"ARRAY[{Id}], 1, ARRAY[NULL], ARRAY['{{}}'], ARRAY['[\"u\"]'], ARRAY[NULL]", Few),
        [nameof(PostgresStatements.PostServed)] =
            ("ARRAY['big'], ARRAY[1], ARRAY[gen_random_uuid()], ARRAY['u77777'], ARRAY['n'], ARRAY['x'::bytea], "
                + $"ARRAY[{Id}], 1, ARRAY[NULL], ARRAY['{{}}'], ARRAY['[\"u\"]'], ARRAY[NULL], ARRAY[true]", Few),
        [nameof(PostgresStatements.AddMessages)] = (NewMessage, Few),
        [nameof(PostgresStatements.AddDetailedMessages)] =
            ($"{NewMessage}, ARRAY[NULL], ARRAY['{{}}'], ARRAY['[]'], ARRAY['u7'], ARRAY[NULL]", Few),
        [nameof(PostgresStatements.ChangeMessages)] =
            ($"ARRAY[1], ARRAY[{Id}], ARRAY[9000000], ARRAY['x'::bytea], ARRAY[1], ARRAY[NULL]::bigint[], ARRAY['u7']", Few),
        [nameof(PostgresStatements.RemoveMembers)] = ("ARRAY[1], ARRAY['u77777']", Few),
        [nameof(PostgresStatements.AddMembers)] = ("ARRAY[1], ARRAY['new'], ARRAY['n'], ARRAY['member'], 1", Few),
        [nameof(PostgresStatements.RenameMembers)] = ("ARRAY[1], ARRAY['u77777'], ARRAY['other']", Few),
        [nameof(PostgresStatements.SetHeads)] = ("ARRAY[1], ARRAY[9000000], ARRAY[1], ARRAY[1]", Few),
        [nameof(PostgresStatements.Updates)] = ("'big', 300000, 200", APage),
        [nameof(PostgresStatements.UpdatesForMember)] = ("'big', 300000, 200, 'u77777'", APage),
        [nameof(PostgresStatements.UpdatesForService)] = ("'big', 300000, 200", APage),
        [nameof(PostgresStatements.HistoryForMember)] = ("'big', 300000, 201, 'u77777'", APage),
        [nameof(PostgresStatements.FindReactions)] = ($"ARRAY['big', 'big'], ARRAY[{Id}, gen_random_uuid()]", Few),
        [nameof(PostgresStatements.FindReacted)] =
            ($"ARRAY['big', 'big'], ARRAY[{Id}, {Id}], ARRAY['y', 'y'], ARRAY['u7', 'nobody']", Few),
        [nameof(PostgresStatements.FindReactors)] = ($"ARRAY['big', 'big'], ARRAY[{Id}, {Id}], ARRAY['y', 'x'], 21", Few),
        [nameof(PostgresStatements.AddReactions)] = ("ARRAY[1], ARRAY[196608], ARRAY['y'], ARRAY['new'], ARRAY[9000000]", Few),
        [nameof(PostgresStatements.RemoveReactions)] = ("ARRAY[1], ARRAY[196608], ARRAY['y'], ARRAY['u7']", Few),
        [nameof(PostgresStatements.ChangeReactions)] = ($"ARRAY[1], ARRAY[196608], ARRAY[9000000], ARRAY[{Id}], ARRAY['[]']", Few),
        [nameof(PostgresStatements.Reactions)] = ("'big', 650000, 200", APage),
        [nameof(PostgresStatements.HistoryReactions)] = ("'big', 200000, 200", APage),
        [nameof(PostgresStatements.History)] = ("'big', 300000, 201", APage),
        [nameof(PostgresStatements.HistoryForService)] = ("'big', 300000, 201", APage),
        [nameof(PostgresStatements.FindUsedRoom)] = ("'big'", Few),
        [nameof(PostgresStatements.ListAllRooms)] = ("'', '', 'z', 201", APage),
        [nameof(PostgresStatements.ListRoomsOf)] = ("'u77777', '', 201", APage),
        [nameof(PostgresStatements.PageAllMembers)] = ("'big', 'u3', 201", APage),
        // Each report finds its message, in one of two indexes.
        [nameof(PostgresStatements.ListReports)] = ("'big', 0, '', 201", 6 * 201),
        [nameof(PostgresStatements.ListBans)] = ("'big', 'b3', 201", APage),
        [nameof(PostgresStatements.FindBarred)] = ("ARRAY['u7', 'u77777', 'new']", Few),
        [nameof(PostgresStatements.ChangeAccess)] = ("'u7', 1, true, 1, false", Few),
        [nameof(PostgresStatements.FindUser)] = ("'u7'", Few),
        [nameof(PostgresStatements.AddUsers)] = ("ARRAY['u7', 'new']", Few),
        [nameof(PostgresStatements.LockUsers)] = ("ARRAY['u7', 'u77777']", Few),
        [nameof(PostgresStatements.SetProfiles)] = ("ARRAY['u7'], ARRAY['Name'], ARRAY[NULL], ARRAY['{}'], ARRAY[2]", Few),
        [nameof(PostgresStatements.FindAccess)] = ("'u7'", Few),
        [nameof(PostgresStatements.ReadAccess)] = ("0, 201", APage),
        [nameof(PostgresStatements.FindStanding)] = ("'big', 'u77777'", Few),
        [nameof(PostgresStatements.ListTheseMembers)] = ("'big', ARRAY['u7', 'u77777', 'nobody']", Few),
        [nameof(PostgresStatements.AreMembers)] = ("ARRAY['big', 'big'], ARRAY['u7', 'u77777']", Few),
        [nameof(PostgresStatements.FindBans)] = ("ARRAY['big', 'big'], ARRAY['u7', 'b77']", Few),
        [nameof(PostgresStatements.FindEnds)] = ("ARRAY['big', 'big'], ARRAY['u7', 'b77']", Few),
        [nameof(PostgresStatements.FindOwners)] = ("ARRAY['big']", Few),
        [nameof(PostgresStatements.ListMembers)] = ("'big', 'u77777', 200", APage),
        [nameof(PostgresStatements.PageMembers)] = ("'big', 'u77777', 'u3', 201", APage),
        // Once in the life of a room that is older than its count.
        [nameof(PostgresStatements.CountMembers)] = ("'big'", int.MaxValue),
        [nameof(PostgresStatements.ListRooms)] = ("'u77777', '', '', 'z', 201", APage),
        [nameof(PostgresStatements.Members)] = ("'big', 846000, 200", APage),
        [nameof(PostgresStatements.FindHeirs)] =
            ("ARRAY['big'], ARRAY['big', 'big'], ARRAY['u7', 'u77777'], ARRAY['big'], ARRAY['u7'], ARRAY['big']", Few),
        [nameof(PostgresStatements.FindSettings)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.Settings)] = ("'big', 1", Few),
        [nameof(PostgresStatements.SetSettings)] =
            ("ARRAY[1], ARRAY[NULL]::boolean[], ARRAY['t'], ARRAY['{}'], ARRAY[true], ARRAY['members'], ARRAY[1], ARRAY[2], ARRAY[true], "
                + "ARRAY['full'], ARRAY[1], ARRAY[1], ARRAY[1], ARRAY[9000000]", Few),
        [nameof(PostgresStatements.AddRemovals)] =
            ("ARRAY[1], ARRAY[9000000], ARRAY['b77'], ARRAY['left'], ARRAY['b77'], 1, 1, ARRAY['n'], ARRAY['member'], ARRAY[1]", Few),
        [nameof(PostgresStatements.AddBans)] = ("ARRAY[1], ARRAY['new'], ARRAY['u7'], 1", Few),
        [nameof(PostgresStatements.RemoveBans)] = ("ARRAY[1], ARRAY['b77']", Few),
        [nameof(PostgresStatements.ChangeMembers)] =
            ("ARRAY[1], ARRAY['u77777'], ARRAY['moderator'], ARRAY[NULL]::bigint[], ARRAY[9000000]", Few),
        [nameof(PostgresStatements.LockMakers)] = ("ARRAY['big'], ARRAY['u7'], ARRAY[true]", Few),
        [nameof(PostgresStatements.TakeUsed)] = ("ARRAY['big'], 1", Few),
        [nameof(PostgresStatements.CountMade)] = ("ARRAY['free'], ARRAY['u7'], ARRAY[true], 1", Few),
        [nameof(PostgresStatements.MakeRooms)] =
            ("ARRAY[1], ARRAY['u7'], ARRAY[true], ARRAY[NULL]::boolean[], ARRAY['Title'], ARRAY['{{}}'], 1", Few),
        [nameof(PostgresStatements.LockPairs)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.FindBlockedIn)] = ("ARRAY['r7'], ARRAY['u7']", Few),
        [nameof(PostgresStatements.CountBlocks)] = ("ARRAY['u7']", Few),
        [nameof(PostgresStatements.FindBlocks)] = ("ARRAY['u7', 'u8'], ARRAY['u8', 'u7']", Few),
        [nameof(PostgresStatements.AddBlocks)] = ("ARRAY['u7'], ARRAY['u8'], 1", Few),
        [nameof(PostgresStatements.RemoveBlocks)] = ("ARRAY['u7'], ARRAY['u8']", Few),
        // Each of 201 finds its profile, a room, and the user in it.
        [nameof(PostgresStatements.ListBlocks)] = ("'busy', 'u3', 201", 25 * 201),
        [nameof(PostgresStatements.SetReports)] = ("ARRAY[1], ARRAY[1], ARRAY['u7'], ARRAY['reason'], 1", Few),
        [nameof(PostgresStatements.CountRooms)] = ("ARRAY['u7', 'new', 'busy'], 101", APage),
        [nameof(PostgresStatements.LockEntering)] = ("ARRAY['u7', 'new', 'busy'], 101", APage),
        // Only rooms that are older than their count, once.
        [nameof(PostgresStatements.CountOldRooms)] = ("ARRAY['r7']", Few),
        [nameof(PostgresStatements.CountInRooms)] = ("ARRAY['big', 'r7']", Few),
        [nameof(PostgresStatements.ReadEpoch)] = ("", Few),
        [nameof(PostgresStatements.FindReader)] = (ReaderId, Few),
        [nameof(PostgresStatements.AddReaders)] = ("ARRAY[gen_random_uuid()], 200, 1", Few),
        [nameof(PostgresStatements.LockReaders)] = ($"ARRAY[{ReaderId}, gen_random_uuid()]", Few),
        [nameof(PostgresStatements.SetReaders)] = ($"ARRAY[{ReaderId}], ARRAY[2], ARRAY['x'], ARRAY['[]'], ARRAY[1]", Few),
        [nameof(PostgresStatements.SetPlaces)] = ($"ARRAY[{ReaderId}, gen_random_uuid()], ARRAY[7, 8], ARRAY[9, 9]", Few),
        [nameof(PostgresStatements.FindBeyond)] = ($"{ReaderId}, ARRAY['big', 'r7']", Few),
        // Each room finds its place.
        [nameof(PostgresStatements.WalkRooms)] = ($"{ReaderId}, 20000, 200", 6 * 200),
        [nameof(PostgresStatements.ExpireReaders)] = ("0", Few),
        [nameof(PostgresStatements.ForgetPlaces)] = ("200", 6 * 200),
        [nameof(PostgresStatements.ForgetReaders)] = ("", Few),
        // Each of 200 entries finds its room, member, cursor, mentions, end and last message; from 0 on the member twice.
        [nameof(PostgresStatements.ReadInbox)] = ("'busy', 0, 200", 28 * 200),
        [nameof(PostgresStatements.ReadActivity)] = ("ARRAY['u77777', 'busy'], ARRAY['big', 'r1']", Few),
        [nameof(PostgresStatements.NumberEntries)] = ("ARRAY['u7', 'busy'], ARRAY[1, 1], ARRAY[]::bigint[], 1000", 2 * Few),
        [nameof(PostgresStatements.CompleteInbox)] = ("'u7'", Few),
        [nameof(PostgresStatements.InboxChanges)] = ("pg_current_snapshot()::text, 10001", Few),
        [nameof(PostgresStatements.MoveReadCursors)] = ("ARRAY['big'], ARRAY['u77777'], ARRAY[300000]", 2 * Few),
        [nameof(PostgresStatements.ReadMarks)] = ("ARRAY['big', 'r7'], ARRAY['u77777', 'u7'], 51", Few),
        [nameof(PostgresStatements.SetReadCursors)] = ("ARRAY[1], ARRAY['new'], ARRAY[1], ARRAY[1]", Few),
        [nameof(PostgresStatements.ListReadCursors)] = ("'big', 'u77777', 51", APage),
        [nameof(PostgresStatements.FindReadCursor)] = ("'big', 'u77777'", Few),
        [nameof(PostgresStatements.AddMentions)] = ("ARRAY[1], ARRAY['u77777'], ARRAY[9000000]", Few),
        [nameof(PostgresStatements.RemoveMentions)] = ($"ARRAY[1], ARRAY[{Id}], ARRAY['u7']", Few),
        [nameof(PostgresStatements.DropRooms)] = ("ARRAY[1]", Few),
        [nameof(PostgresStatements.FreeRooms)] = ("ARRAY[1]", Few),
    };

    [Fact]
    public async Task No_statement_reads_more_pages_of_a_large_database()
    {
        await using var session = await OpenAsync();
        var statements = PostgresPlan.Statements();
        Assert.Empty(statements.Keys.Except(_limits.Keys));
        List<string> found = [];
        await MeasureAsync(session, statements, "empty", found);

        await FillAsync(session);

        await MeasureAsync(session, [], "planned on empty tables", found);
        await RunAsync(session, "DISCARD PLANS");
        await MeasureAsync(session, [], "planned without statistics", found);
        await RunAsync(session, "ANALYZE");
        await RunAsync(session, "DISCARD PLANS");
        await MeasureAsync(session, [], "planned with statistics", found);
        Assert.Empty(found);
    }

    /// <summary>Prepares the statements, and runs all that are prepared.</summary>
    private async Task MeasureAsync(NpgsqlConnection session, Dictionary<string, string> prepare, string when, List<string> found)
    {
        foreach (var (name, text) in prepare)
            await RunAsync(session, $"PREPARE {name} AS {text}");
        foreach (var (name, (values, most)) in _limits)
        {
            await RunAsync(session, "BEGIN; SELECT FROM rooms WHERE name = 'big' FOR UPDATE");
            var plan = await PostgresPlan.ExplainAsync(session, $"{name}{(values.Length > 0 ? $"({values})" : "")}", "ANALYZE, BUFFERS, ");
            await RunAsync(session, "ROLLBACK");
            output.WriteLine($"{name}, {when}: {PostgresPlan.Buffers(plan)} buffers");
            if (PostgresPlan.Buffers(plan) > most)
                found.Add($"{name}, {when}, touches {PostgresPlan.Buffers(plan)} pages instead of {most} or less: {plan}");
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        using (var store = new PostgresTestStore(database))
            await store.Messages.MigrateAsync(CancellationToken.None);
        var session = new NpgsqlConnection(PostgresConnection.ForStore(database, new()).ConnectionString);
        await session.OpenAsync();
        // The tables take seconds to fill, and longer beside other tests.
        await RunAsync(session, "SET statement_timeout = 0");
        await RunAsync(session, "SET plan_cache_mode = force_generic_plan");
        string[] tables =
        [
            "members", "removals", "bans", "messages", "rooms", "message_reactions", "reactions", "users", "reports", "inboxes",
            "inbox_entries", "read_cursors", "mentions", "event_places",
        ];
        foreach (var table in tables)
            await RunAsync(session, $"ALTER TABLE {table} SET (autovacuum_enabled = false); ALTER TABLE {table} SET UNLOGGED");
        await RunAsync(session, $"INSERT INTO rooms (name, is_private, last_revision) VALUES ('big', false, {Messages})");
        return session;
    }

    /// <summary>One room with nearly all messages and members, and many rooms of others.</summary>
    private static async Task FillAsync(NpgsqlConnection session)
    {
        await RunAsync(session, "SET session_replication_role = replica");
        await RunAsync(session, "INSERT INTO rooms (name, is_private, is_free) VALUES ('free', false, true)");
        await RunAsync(
            session, $"INSERT INTO rooms (name, is_private) SELECT 'r' || n, true FROM generate_series(1, {Members / 2}) AS n");
        await RunAsync(
            session, $"INSERT INTO members SELECT 1, 'u' || n, 'name' || n, 'member', n FROM generate_series(1, {Members}) AS n");
        await RunAsync(session, "INSERT INTO members SELECT id, 'busy', 'n', 'member', 1 FROM rooms WHERE name LIKE 'r1%'");
        await RunAsync(session, "UPDATE members SET role = 'owner' WHERE user_id = 'u5'");
        await RunAsync(session, $"UPDATE members SET revision = {Messages} - joined_at WHERE joined_at <= 5000");
        await RunAsync(
            session,
            $"INSERT INTO users (user_id, access_revision) SELECT 'u' || n, n FROM generate_series(1, {Members}) AS n");
        await RunAsync(session, $"INSERT INTO reports SELECT 1, n, 'u1', 'reason', 1 FROM generate_series(1, {Members}) AS n");
        await RunAsync(session, "INSERT INTO blocks SELECT 'busy', 'u' || n, 1 FROM generate_series(1, 1000) AS n");
        await RunAsync(session, "INSERT INTO bans SELECT 1, 'b' || n, 'u1', 1 FROM generate_series(1, 5000) AS n");
        await RunAsync(
            session, $"INSERT INTO removals SELECT 1, {Messages} - n, 'b' || n, 'left', 'u1', 1 FROM generate_series(1, 5000) AS n");
        await RunAsync(
            session,
            "INSERT INTO messages SELECT 1, n, n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, "
            + $"'u1', 'name', 'hello', 1, NULL, NULL, NULL FROM generate_series(1, {Messages}) AS n");
        await RunAsync(
            session,
            $"INSERT INTO message_reactions SELECT 1, n, n + {Messages / 2}, gen_random_uuid(), '[]' "
            + $"FROM generate_series(1, {Reactions}) AS n");
        await RunAsync(session, $"INSERT INTO event_readers VALUES ({ReaderId}, 1, 'x', '[]', 1), (gen_random_uuid(), -1, 'x', '[]', 1)");
        await RunAsync(session, "INSERT INTO event_places SELECT event_readers.id, rooms.id, 0 FROM event_readers, rooms");
        // The message of the identifier above, 0x30000, has all of them.
        await RunAsync(
            session, $"INSERT INTO reactions SELECT 1, 196608, 'y', 'u' || n, n FROM generate_series(1, {Reactions}) AS n");
        await RunAsync(session, $"INSERT INTO inboxes SELECT 'u' || n, 1, '1'::xid8 FROM generate_series(1, {Members}) AS n");
        await RunAsync(session, $"INSERT INTO inbox_entries SELECT 'u' || n, 1, 1 FROM generate_series(1, {Members}) AS n");
        await RunAsync(session, "INSERT INTO inbox_entries SELECT user_id, room_id, room_id FROM members WHERE user_id = 'busy'");
        await RunAsync(session, $"INSERT INTO read_cursors SELECT 1, 'u' || n, n, n FROM generate_series(1, {Members}) AS n");
        await RunAsync(session, $"INSERT INTO mentions SELECT 1, 'u' || n % 1000, n FROM generate_series(1, {Reactions}) AS n");
        await RunAsync(session, "SET session_replication_role = origin");
    }

    private static async Task RunAsync(NpgsqlConnection session, string statement)
    {
        await using var command = new NpgsqlCommand(statement, session) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
