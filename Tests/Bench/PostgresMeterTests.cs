using SignalRChat.Bench.Costs;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Bench;

/// <summary>The figures of docs/scaling.md depend on this meter.</summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresMeterTests(PostgresFixture fixture)
{
    [Fact]
    public async Task It_reports_the_cost_of_messages_to_the_database()
    {
        const int Batches = 20;
        const int InEach = 50;
        var database = await fixture.Server.NewDatabaseAsync();
        using var store = new PostgresTestStore(database);
        await store.Messages.MigrateAsync(CancellationToken.None);
        var alice = new ChatUser { UserId = "alice", Name = "Alice" };
        await store.Messages.CommitAsync([new JoinCommand("lobby", alice)], 1, CancellationToken.None);
        var meter = new PostgresMeter(database);
        var before = await meter.ReadAsync(CancellationToken.None);

        for (var i = 0; i < Batches; i++)
        {
            var posts = Enumerable.Range(0, InEach)
                .Select(_ => (RoomCommand)new PostCommand("lobby", alice, TestClient.NewId(), new string('x', 100), null))
                .ToArray();
            await store.Messages.CommitAsync(posts, 1, CancellationToken.None);
        }

        var after = await meter.ReadAsync(CancellationToken.None);
        Assert.Equal(Batches * InEach, after.Messages - before.Messages);
        // Other tests use the same server at the same time.
        Assert.InRange(after.Transactions - before.Transactions, Batches, long.MaxValue);
        Assert.InRange(after.TableBytes - before.TableBytes, Batches * InEach * 100, Batches * InEach * 1_000);
        Assert.InRange(after.IndexBytes - before.IndexBytes, Batches * InEach * 20, Batches * InEach * 1_000);
        Assert.InRange(after.LogBytes - before.LogBytes, Batches * InEach * 100, long.MaxValue);
        Assert.True(after.Cpu > before.Cpu, $"{before.Cpu}, and then {after.Cpu}");
    }
}
