using Npgsql;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// The rooms that were changed since a place: each change once, whoever makes it and however long its transaction is open.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresChangesTests(PostgresFixture fixture) : IAsyncLifetime, IDisposable
{
    private string _connection = "";
    private PostgresTestStore _store = null!;
    private string? _place;

    private static CancellationToken Cancel => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _connection = await fixture.Server.NewDatabaseAsync();
        _store = new(_connection);
        await _store.Messages.MigrateAsync(Cancel);
        await RunAsync("INSERT INTO rooms (name, is_private) SELECT 'r' || n, false FROM generate_series(1, 100) AS n");
        Assert.Null(await ReadAsync());
        Assert.Empty(await ChangedAsync());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_change_is_read_once_also_when_an_operator_makes_it()
    {
        await RunAsync("UPDATE rooms SET last_revision = 9 WHERE name IN ('r1', 'r2')");
        Assert.Equal(["r1", "r2"], await ChangedAsync());
        Assert.Empty(await ChangedAsync());

        await RunAsync("DELETE FROM rooms WHERE name = 'r3'");
        Assert.Equal(["r3"], await ChangedAsync());
        await RunAsync("BEGIN; UPDATE rooms SET last_revision = 10 WHERE name = 'r1'; ROLLBACK");
        await RunAsync("UPDATE rooms SET last_revision = 10 WHERE name = 'nowhere'");
        Assert.Empty(await ChangedAsync());
    }

    /// <summary>An order by number or time would pass over what a transaction commits that began long ago.</summary>
    [Fact]
    public async Task A_change_is_read_when_its_transaction_ends_whatever_was_committed_meanwhile()
    {
        await using var early = await BeginAsync("UPDATE rooms SET last_revision = 1 WHERE name = 'r1'");
        await RunAsync("UPDATE rooms SET last_revision = 1 WHERE name = 'r2'");
        Assert.Equal(["r2"], await ChangedAsync());
        await using var late = await BeginAsync("SAVEPOINT inner_one; UPDATE rooms SET last_revision = 1 WHERE name = 'r3'");
        Assert.Empty(await ChangedAsync());

        await RunAsync(late, "COMMIT");
        Assert.Equal(["r3"], await ChangedAsync());
        await RunAsync("UPDATE rooms SET last_revision = 1 WHERE name = 'r4'");
        await RunAsync(early, "COMMIT");
        Assert.Equal(["r1", "r4"], await ChangedAsync());
        Assert.Empty(await ChangedAsync());
    }

    [Fact]
    public async Task A_place_of_another_start_of_the_server_or_from_long_ago_is_worth_nothing()
    {
        var parts = _place!.Split('|');
        var place = $"{parts[0]}|2020-01-01 00:00:00+00|{parts[2]}";
        Assert.Null((await _store.Messages.ReadChangesAsync(place, Cancel))!.Value.Rooms);

        var hour = TimeProvider.System.TimestampFrequency * 3600;
        place = $"{long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) - hour}|{parts[1]}|{parts[2]}";
        Assert.Null((await _store.Messages.ReadChangesAsync(place, Cancel))!.Value.Rooms);
    }

    [Fact]
    public async Task Reader_beside_many_writers_misses_no_change()
    {
        const int Writers = 6;
        var writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(WriteAsync));
        Dictionary<string, long> seen = [];
        while (!writers.IsCompleted)
            await FollowAsync(seen);
        await writers;
        await FollowAsync(seen);

        Assert.Equal(await HeadsAsync([.. seen.Keys]), seen);
        Assert.Equal(Writers * 40L, seen.Values.Sum());
    }

    /// <summary>Reads the heads of the rooms that are said to have changed, as a node does.</summary>
    private async Task FollowAsync(Dictionary<string, long> seen)
    {
        foreach (var (room, head) in await HeadsAsync(await ChangedAsync()))
            seen[room] = head;
    }

    private async Task<Dictionary<string, long>> HeadsAsync(string[] rooms)
    {
        var heads = await _store.Messages.ReadHeadsAsync(rooms, Cancel);
        return rooms.Zip(heads.Revisions).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private async Task WriteAsync(int writer)
    {
        await using var session = new NpgsqlConnection(_connection);
        await session.OpenAsync(Cancel);
        for (var i = 0; i < 40; i++)
        {
            var room = $"r{1 + (writer * 7 + i * 13) % 100}";
            await RunAsync(session, $"BEGIN; UPDATE rooms SET last_revision = last_revision + 1 WHERE name = '{room}'");
            await RunAsync(session, $"SELECT pg_sleep({(i + writer) % 5 * 0.002})".Replace(',', '.'));
            await RunAsync(session, "COMMIT");
        }
    }

    private async Task<string[]> ChangedAsync() => (await ReadAsync())!;

    private async Task<string[]?> ReadAsync()
    {
        var changes = (await _store.Messages.ReadChangesAsync(_place, Cancel))!.Value;
        _place = changes.Place;
        return changes.Rooms is null ? null : [.. changes.Rooms.Distinct().Order(StringComparer.Ordinal)];
    }

    private async Task<NpgsqlConnection> BeginAsync(string sql)
    {
        var session = new NpgsqlConnection(_connection);
        await session.OpenAsync(Cancel);
        await RunAsync(session, $"BEGIN; {sql}");
        return session;
    }

    private async Task RunAsync(string sql)
    {
        await using var session = new NpgsqlConnection(_connection);
        await session.OpenAsync(Cancel);
        await RunAsync(session, sql);
    }

    private static async Task RunAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
