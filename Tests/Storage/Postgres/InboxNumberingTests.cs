using Npgsql;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class InboxNumberingTests(PostgresFixture fixture)
{
    private const int Entries = 1_000;

    /// <summary>Regression: each entry of a batch was compared with each user, while the rooms and the inboxes were held.</summary>
    [Fact]
    public async Task Entries_are_numbered_without_comparing_each_with_each()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        using (var store = new PostgresTestStore(database))
            await store.Messages.MigrateAsync(CancellationToken.None);
        await using var session = new NpgsqlConnection(PostgresConnection.ForStore(database, new()).ConnectionString);
        await session.OpenAsync();
        var users = string.Join(',', Enumerable.Range(0, Entries).Select(n => $"'u{n}'"));
        var rooms = string.Join(',', Enumerable.Repeat("1", Entries));

        var plan = await PostgresPlan.ReadAsync(
            session, PostgresStatements.NumberEntries, $"ARRAY[{users}], ARRAY[{rooms}], ARRAY[]::bigint[], 1000", "ANALYZE, BUFFERS, ");

        Assert.All(PostgresPlan.Nodes(plan), node => Assert.InRange(
            node.TryGetProperty("Rows Removed by Join Filter", out var compared) ? compared.GetDouble() : 0, 0, Entries));
    }
}
