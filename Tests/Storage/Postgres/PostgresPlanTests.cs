using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// How PostgreSQL runs the statements, by its own plans: as prepared statements after a few calls, and on tables without
/// statistics.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed partial class PostgresPlanTests(PostgresFixture fixture) : IAsyncLifetime, IDisposable
{
    private const int Page = 200;

    private NpgsqlConnection _session = null!;

    public async Task InitializeAsync()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        using (var store = new PostgresTestStore(database))
            await store.Messages.MigrateAsync(CancellationToken.None);
        _session = new NpgsqlConnection(PostgresConnection.ForStore(database, new()).ConnectionString);
        await _session.OpenAsync();
        await RunAsync("SET plan_cache_mode = force_generic_plan");
        await RunAsync("ALTER TABLE members SET (autovacuum_enabled = false)");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _session.Dispose();

    /// <summary>Regression: an answer with members counted the whole room, at first for each of its rows.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(3_000)]
    [InlineData(30_000)]
    public async Task A_page_of_members_reads_only_the_page(int members)
    {
        await RunAsync("INSERT INTO rooms (name, is_private) SELECT 'room' || n, false FROM generate_series(1, 50) AS n");
        await RunAsync(
            $"INSERT INTO members SELECT rooms.id, 'u' || n, 'name' || n, 'member', 1 FROM rooms, generate_series(1, {members}) AS n "
            + "WHERE rooms.name = 'room7'");
        await RunAsync(
            "INSERT INTO members SELECT rooms.id, 'u' || n, 'name' || n, 'member', 1 FROM rooms, generate_series(1, 20) AS n "
            + "WHERE rooms.name <> 'room7'");

        var overview = await PlanAsync(PostgresStatements.ListMembers, "'room7', 'u7', 200", "ANALYZE, ");
        var page = await PlanAsync(PostgresStatements.PageMembers, "'room7', 'u7', 'u1', 200", "ANALYZE, ");

        foreach (var plan in (JsonElement[])[overview, page])
        {
            Assert.Equal(Page, plan.GetProperty("Actual Rows").GetInt32());
            // And the row of the user who asks.
            Assert.InRange(PostgresPlan.RowsReadOf(plan, "members"), Page, Page + 1);
        }
    }

    /// <summary>
    /// Regression: a page of the list read every free room and every private room of others, and a count of made rooms every old
    /// one.
    /// </summary>
    [Theory]
    [InlineData(200)]
    [InlineData(2_000)]
    [InlineData(20_000)]
    public async Task Rooms_that_are_not_listed_cost_neither_the_list_nor_the_count_of_made_rooms(int free)
    {
        await RunAsync("ALTER TABLE rooms SET (autovacuum_enabled = false)");
        await RunAsync(
            "INSERT INTO rooms (name, is_private, is_free, made_by) "
            + $"SELECT 'a' || n, false, true, 'u' FROM generate_series(1, {free}) AS n");
        await RunAsync("INSERT INTO rooms (name, is_private, made_by) SELECT 'b' || n, false, 'u' FROM generate_series(1, 300) AS n");
        await RunAsync("INSERT INTO rooms (name, is_private, is_free) VALUES ('new', false, true)");
        await RunAsync($"INSERT INTO rooms (name, is_private) SELECT 'a-' || n, true FROM generate_series(1, {free}) AS n");
        await RunAsync("INSERT INTO members SELECT id, 'u', 'u', 'member', 1 FROM rooms WHERE name IN ('a-1', 'a-2', 'b1')");
        foreach (var analyze in (string[])["SELECT 1", "ANALYZE"])
        {
            await RunAsync(analyze);
            foreach (var mode in (string[])["force_custom_plan", "force_generic_plan"])
            {
                await RunAsync($"SET plan_cache_mode = {mode}");
                var list = await PlanAsync(PostgresStatements.ListRooms, $"'u', '', '', '{char.MaxValue}', 201", "ANALYZE, ");
                // 201 public ones, and the three of the user.
                Assert.InRange(PostgresPlan.RowsReadOf(list, "rooms"), 201, 204);
                // The room that is asked for, for each of two parts of the statement, and those that count.
                var count = await PlanAsync(PostgresStatements.CountMade, "ARRAY['new'], ARRAY['u'], ARRAY[false], 1", "ANALYZE, ");
                Assert.InRange(PostgresPlan.RowsReadOf(count, "rooms"), 301, 302);
            }
        }
    }

    [Fact]
    public async Task No_statement_aggregates_again_for_each_row()
    {
        var found = new List<string>();
        foreach (var (name, text) in PostgresPlan.Statements())
        {
            var values = Parameter().Matches(text).Select(match => match.Value).Distinct().Count();
            var plan = await PlanAsync(text, string.Join(", ", Enumerable.Repeat("NULL", values)), "");
            if (PostgresPlan.Nodes(plan).Any(IsRunForEachRow))
                found.Add($"{name}: {plan}");
        }

        Assert.Empty(found);
    }

    // A subplan that is not an init plan depends on the row. A subplan that only looks up a row may run for each.
    private static bool IsRunForEachRow(JsonElement node) =>
        node.TryGetProperty("Parent Relationship", out var relation) && relation.GetString() == "SubPlan"
        && PostgresPlan.Nodes(node).Any(below => below.GetProperty("Node Type").GetString() == "Aggregate");

    private Task<JsonElement> PlanAsync(string statement, string values, string options) =>
        PostgresPlan.ReadAsync(_session, statement, values, options);

    private async Task RunAsync(string statement)
    {
        await using var command = new NpgsqlCommand(statement, _session);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();
}
