using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>PostgreSQL on a separate disk that is really full.</summary>
public sealed partial class PostgresFullDiskTests(ITestOutputHelper output) : IDisposable
{
    // The files of initdb, a database, one used segment of the write-ahead log and the next one.
    private const int DiskMegabytes = 120;
    private const int RefusedOnAFullDisk = 10;
    // The free pages of the tables hold fewer than these. Beyond them, an acknowledged message would not be stored.
    private const int MostMessages = 2_000;

    private readonly SmallDisk _disk = new(DiskMegabytes);
    private readonly TempDirectory _data = new();
    private readonly List<SendMessageResult> _acknowledged = [];
    private readonly List<string> _refused = [];

    public void Dispose()
    {
        _disk.Dispose();
        _data.Dispose();
    }

    [SmallDiskFact]
    public async Task Sends_are_refused_for_now_and_the_same_ids_are_stored_when_there_is_space()
    {
        await using var postgres = await StartPostgresAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var node = await ServerProcess.StartNewAsync(_data.Path, NodeSettings.On(database));
        var guest = await Guests.SignInAsync(node.Url, "alice");
        await using var alice = await TestClient.ConnectAsync(node.Url, guest, "messagepack");
        await alice.JoinAsync("lobby");
        for (var i = 0; i < 10; i++)
            await SendAsync(alice, TestClient.NewId());
        Assert.Empty(_refused);

        _disk.Fill();
        for (var i = 0; i < MostMessages && _refused.Count < RefusedOnAFullDisk; i++)
            await SendAsync(alice, TestClient.NewId());
        Assert.Equal(RefusedOnAFullDisk, _refused.Count);
        var whileFull = _acknowledged.Count;
        Assert.Equal(whileFull, (await JoinAgainAsync(node, guest)).Head);

        _disk.Free();
        foreach (var id in _refused.ToArray())
            await SendUntilStoredAsync(alice, id);

        output.WriteLine($"{whileFull} acknowledged until {RefusedOnAFullDisk} were refused, {_acknowledged.Count} in the end");
        var stored = await alice.ReadThroughAsync(0, _acknowledged.Count);
        Assert.Equal(
            _acknowledged.Select(sent => (sent.Sequence, sent.MessageId)),
            stored.Select(message => (message.Sequence, message.MessageId)));
        Assert.Equal((long)_acknowledged.Count, await postgres.RunAsync("SELECT count(*) FROM messages", database.Split("Database=")[1]));
        Assert.Equal(0, (await node.TerminateAsync()).Code);
    }

    /// <summary>
    /// Regression: a starting session writes a file if it is missing. On a full disk it ended with an error (XX000) that the
    /// server took for a defect, and the server rejected the sends for good.
    /// </summary>
    [SmallDiskFact]
    public async Task What_no_new_session_can_begin_for_is_refused_for_the_time_being_too()
    {
        await using var postgres = await StartPostgresAsync();
        var database = await postgres.NewDatabaseAsync();
        var name = database.Split("Database=")[1];
        await using var node = await ServerProcess.StartNewAsync(_data.Path, NodeSettings.On(database));
        await using var alice = await TestClient.ConnectAsync(node.Url, await Guests.SignInAsync(node.Url, "alice"), "messagepack");
        await alice.JoinAsync("lobby");
        await SendAsync(alice, TestClient.NewId());

        _disk.Fill();
        var oid = await postgres.RunAsync($"SELECT oid FROM pg_database WHERE datname = '{name}'");
        File.Delete(Path.Combine(_disk.Path, "data", "base", $"{oid}", "pg_internal.init"));
        _disk.Fill();
        await postgres.RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await SendAsync(alice, TestClient.NewId());
        var refused = Assert.Single(_refused);

        _disk.Free();
        await SendUntilStoredAsync(alice, refused);
    }

    /// <summary>Starts a server with a write-ahead log small enough for the disk.</summary>
    private Task<PostgresServer> StartPostgresAsync() => PostgresServer.StartInAsync(_disk.Path, "min_wal_size=32MB", "max_wal_size=48MB");

    private static async Task<JoinRoomResult> JoinAgainAsync(ServerProcess node, GuestTokenResult guest)
    {
        await using var reader = await TestClient.ConnectAsync(node.Url, guest, "json");
        return await reader.JoinAsync("lobby");
    }

    private async Task SendUntilStoredAsync(TestClient client, string id)
    {
        var before = _acknowledged.Count;
        while (_acknowledged.Count == before)
            await SendAsync(client, id);
    }

    private async Task SendAsync(TestClient client, string id)
    {
        try
        {
            // Random, because the database would compress other data.
            _acknowledged.Add(await client.SendAsync("lobby", Convert.ToHexString(RandomNumberGenerator.GetBytes(1_500)), id));
        }
        catch (HubException refused)
        {
            Assert.Matches(Refusal(), refused.Message);
            _refused.Add(id);
        }
    }

    [GeneratedRegex(@"HubException: storage-unavailable: .+ Retry after \d+ ms\.$")]
    private static partial Regex Refusal();
}
