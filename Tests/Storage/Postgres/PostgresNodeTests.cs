using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Npgsql;
using SignalRChat.Contracts;
using SignalRChat.Tests.Durability;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>Whole servers, each in a separate process, on one database.</summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresNodeTests(EightNodes eight, ITestOutputHelper output) : IClassFixture<EightNodes>
{
    private const int IdsPerRoom = 48;
    private const int SendersOfEach = 3;

    private static readonly string[] _rooms = ["lobby", "kitchen", "garden"];

    [Fact]
    public async Task Eight_nodes_start_at_once_on_an_empty_database_and_number_each_repeat_once()
    {
        await Task.WhenAll(eight.Clients.Select(client => Task.WhenAll(_rooms.Select(room => client.JoinAsync(room)))));
        var ids = _rooms.ToDictionary(room => room, _ => Enumerable.Range(0, IdsPerRoom).Select(_ => TestClient.NewId()).ToArray());
        var answers = new ConcurrentBag<SendMessageResult>();

        await Task.WhenAll(eight.Clients.SelectMany((client, node) => _rooms.Select(async room =>
        {
            for (var i = 0; i < IdsPerRoom; i++)
            {
                if ((i + node) % EightNodes.Count < SendersOfEach)
                    answers.Add(await client.SendAsync(room, $"{i}", ids[room][i]));
            }
        })));

        Assert.Equal(["guest-signing.key"], Directory.GetFiles(eight.DataDirectory).Select(Path.GetFileName));
        foreach (var room in _rooms)
        {
            Assert.Equal((IdsPerRoom, IdsPerRoom, IdsPerRoom, 1L, (long)IdsPerRoom), await CountsAsync(room));
            var places = answers.Where(answer => answer.Room == room).ToLookup(answer => answer.MessageId, answer => answer.Sequence);
            Assert.Equal(ids[room].Order(), places.Select(place => place.Key).Order());
            Assert.All(places, place => Assert.Equal(SendersOfEach, place.Count()));
            Assert.All(places, place => Assert.Single(place.Distinct()));
        }
        Assert.Equal(IdsPerRoom * _rooms.Length, answers.Count(answer => !answer.Duplicate));
    }

    [Fact]
    public async Task A_node_frozen_in_a_transaction_frees_the_room_within_6_s_and_stores_it_later()
    {
        var (frozen, other) = (eight.Clients[0], eight.Clients[1]);
        await frozen.JoinAsync("cellar");
        var first = await frozen.SendAsync("cellar", "from a node that will be frozen");

        var edit = new EditMessageRequest { Room = "cellar", MessageId = first.MessageId, Text = "from a frozen node" };
        var stuck = await FreezeAtAsync(
            "cellar", () => frozen.CallAsync<ChangeMessageResult>(nameof(IChatHub.EditMessage), edit));
        await Eventually.HoldsAsync(async () => await SessionsAsync("state = 'idle in transaction'") == 1);
        var start = TimeProvider.System.GetTimestamp();
        var sent = await SendUntilStoredAsync(other, "cellar");
        var took = TimeProvider.System.GetElapsedTime(start);
        eight.Nodes[0].Thaw();
        var late = await stuck;

        output.WriteLine($"The room was free after {took.TotalMilliseconds:0} ms");
        Assert.InRange(took, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(6));
        Assert.Equal((2, 3), (sent.Sequence, late.Revision));
        Assert.Equal((2, 2, 3, 1L, 2L), await CountsAsync("cellar"));
    }

    [Fact]
    public async Task A_node_that_is_frozen_while_it_stores_new_messages_holds_nothing()
    {
        var (frozen, other) = (eight.Clients[0], eight.Clients[1]);
        await frozen.JoinAsync("attic");

        var stuck = await FreezeAtAsync("attic", () => frozen.SendAsync("attic", "from a frozen node"));
        await Eventually.HoldsAsync(async () => await CountsAsync("attic") == (1, 1, 1, 1L, 1L));
        var sent = await other.SendAsync("attic", "while the other is frozen");
        eight.Nodes[0].Thaw();

        Assert.Equal((1, 2), ((await stuck).Sequence, sent.Sequence));
    }

    /// <summary>
    /// Lets node 0 request the room while it is locked, freezes the node, and releases the room. The node never learns that it
    /// has the lock.
    /// </summary>
    private async Task<Task<T>> FreezeAtAsync<T>(string room, Func<Task<T>> call)
    {
        await using var holder = new NpgsqlConnection($"{eight.Database};Pooling=false");
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using var take = new NpgsqlCommand($"SELECT FROM rooms WHERE name = '{room}' FOR UPDATE", holder);
        await take.ExecuteNonQueryAsync();
        var called = call();
        // A batch first waits for 20 ms. Frozen after that, the node would not be waiting.
        await Eventually.HoldsAsync(async () => await SessionsAsync(
            "wait_event_type = 'Lock' AND query_start < clock_timestamp() - interval '200 ms'") == 1);
        eight.Nodes[0].Freeze();
        await transaction.CommitAsync();
        return called;
    }

    private static async Task<SendMessageResult> SendUntilStoredAsync(TestClient client, string room)
    {
        var id = TestClient.NewId();
        while (true)
        {
            try
            {
                return await client.SendAsync(room, "while the other is frozen", id);
            }
            catch (HubException refused) when (CallFailures.MayBeRetried(refused))
            {
                // Retries as a client does. The deadline is the test's.
            }
        }
    }

    private async Task<long> SessionsAsync(string state) => (long)(await QueryAsync(
        $"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND {state}"))[0];

    private async Task<(long Rows, long Ids, long Head, long First, long Last)> CountsAsync(string room)
    {
        var row = await QueryAsync(
            $"""
            SELECT count(*), count(DISTINCT message_id), coalesce(max(last_revision), 0),
                coalesce(min(sequence), 0), coalesce(max(sequence), 0)
            FROM messages JOIN rooms ON rooms.id = room_id WHERE rooms.name = '{room}'
            """);
        return ((long)row[0], (long)row[1], (long)row[2], (long)row[3], (long)row[4]);
    }

    private async Task<object[]> QueryAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{eight.Database};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var row = new object[reader.FieldCount];
        reader.GetValues(row);
        return row;
    }
}
