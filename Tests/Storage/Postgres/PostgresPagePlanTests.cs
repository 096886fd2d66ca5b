using Npgsql;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// Regression: a page of updates scanned every edited message between its cursor and the head. With a million of them it took
/// 600 ms instead of 0.2 ms.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresPagePlanTests(PostgresFixture fixture)
{
    private const int Page = 200;

    // Each of the two branches of a page reads at most a page.
    private const int MostRows = 2 * Page;

    // The edited messages by room, all of them edited long ago.
    private static readonly (string Room, string IsEdited)[] _rooms =
        [("posted", "false"), ("edited", "true"), ("half", "sequence <= {0} / 2"), ("most", "sequence % 500 <> 0")];

    [Theory]
    [InlineData(2_000)]
    [InlineData(20_000)]
    public async Task A_page_reads_no_more_rows_over_edited_messages(int messages)
    {
        await using var session = await FilledAsync(messages);
        // First on tables without statistics, as before the first ANALYZE.
        await ReadsPagesAsync(session, messages);
        await RunAsync(session, "VACUUM ANALYZE");
        await ReadsPagesAsync(session, messages);
    }

    private static async Task ReadsPagesAsync(NpgsqlConnection session, int messages)
    {
        foreach (var mode in (string[])["force_custom_plan", "force_generic_plan"])
        {
            await RunAsync(session, $"SET plan_cache_mode = {mode}");
            foreach (var (room, _) in _rooms)
            {
                foreach (var place in (int[])[0, messages / 2, messages, messages + messages / 4])
                {
                    await ReadsPageAsync(session, PostgresStatements.Updates, $"'{room}', {place}, {Page}", mode);
                    await ReadsPageAsync(session, PostgresStatements.HistoryForMember, $"'{room}', {place}, {Page}, 'u'", mode);
                }
            }
        }
    }

    private static async Task ReadsPageAsync(NpgsqlConnection session, string statement, string values, string mode)
    {
        var plan = await PostgresPlan.ReadAsync(session, statement, values, "ANALYZE, ");
        var read = PostgresPlan.RowsReadOf(plan, "messages");
        Assert.True(read <= MostRows, $"A page ({values}; {mode}) reads {read} rows of messages: {plan}");
    }

    private async Task<NpgsqlConnection> FilledAsync(int messages)
    {
        var database = await fixture.Server.NewDatabaseAsync();
        using (var store = new PostgresTestStore(database))
            await store.Messages.MigrateAsync(CancellationToken.None);
        var session = new NpgsqlConnection(PostgresConnection.ForStore(database, new()).ConnectionString);
        await session.OpenAsync();
        await RunAsync(session, "ALTER TABLE messages SET (autovacuum_enabled = false)");
        foreach (var (room, isEdited) in _rooms)
        {
            await RunAsync(session, $"INSERT INTO rooms (name, is_private, last_revision) VALUES ('{room}', false, {2 * messages})");
            await RunAsync(session, $"INSERT INTO members SELECT id, 'u', 'u', 'owner', 1 FROM rooms WHERE name = '{room}'");
            await RunAsync(
                session,
                $"""
                INSERT INTO messages SELECT id, n, n, gen_random_uuid(), 'u', 'u', 'hello', 1, NULL, NULL, NULL
                FROM rooms, generate_series(1, {messages}) AS n WHERE name = '{room}'
                """);
            var edited = string.Format(System.Globalization.CultureInfo.InvariantCulture, isEdited, messages);
            await RunAsync(
                session,
                $"UPDATE messages SET revision = sequence + {messages}, edited_at = 2 "
                + $"WHERE room_id = (SELECT id FROM rooms WHERE name = '{room}') AND {edited}");
        }

        return session;
    }

    private static async Task RunAsync(NpgsqlConnection session, string statement)
    {
        await using var command = new NpgsqlCommand(statement, session);
        await command.ExecuteNonQueryAsync();
    }
}
