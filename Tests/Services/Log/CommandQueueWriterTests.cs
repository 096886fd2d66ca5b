using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Services.Log;

/// <summary>
/// The command queue with its own thread, and without one, when its waking thread runs it: both store the same.
/// </summary>
public sealed class CommandQueueWriterTests : IDisposable
{
    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };

    private ChatServer? _server;
    private int _commits;

    public static TheoryData<bool> Threads => [true, false];

    public void Dispose() => _server?.Dispose();

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task What_waits_meanwhile_is_one_transaction_in_the_order_of_the_calls(bool ownThread)
    {
        var (queue, store) = await StartAsync(ownThread);
        var door = new Gate();
        store.BeforeCommit = () => ++_commits == 1 ? door.PassAsync() : Task.CompletedTask;
        var first = Append(queue);
        await door.Reached;
        var waiting = Enumerable.Range(0, 5).Select(_ => Append(queue)).ToArray();
        Assert.DoesNotContain(waiting, each => each.IsCompleted);

        door.Open();

        Assert.Equal(2, (await first).Revision);
        Assert.Equal([3, 4, 5, 6, 7], (await Task.WhenAll(waiting)).Select(stored => stored.Revision));
        Assert.Equal(2, _commits);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task A_batch_with_a_defect_is_stored_one_by_one(bool ownThread)
    {
        var (bad, good) = await BatchOfTwoAsync(ownThread, new InvalidOperationException("a defect"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(3, (await good).Revision);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task Damage_that_one_command_meets_fails_its_sender_and_no_other(bool ownThread)
    {
        var damage = new StorageUnavailableException("damaged", new IOException()) { MayBeOfOneCommand = true };
        var (bad, good) = await BatchOfTwoAsync(ownThread, damage);

        Assert.Equal(ChatErrorCodes.StorageUnavailable, (await Assert.ThrowsAsync<ChatRefusedException>(() => bad)).Code);
        Assert.Equal(3, (await good).Revision);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task While_the_database_is_away_each_is_refused_and_afterwards_stored(bool ownThread)
    {
        var (queue, store) = await StartAsync(ownThread);
        store.BeforeCommit = HookedStore.Unavailable;
        for (var i = 0; i < 3; i++)
            Assert.Equal(ChatErrorCodes.StorageUnavailable, (await Assert.ThrowsAsync<ChatRefusedException>(() => Append(queue))).Code);

        store.BeforeCommit = null;

        Assert.Equal(2, (await Append(queue)).Revision);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task What_waits_at_the_stop_is_stored_and_nothing_more_is_taken(bool ownThread)
    {
        var (queue, store) = await StartAsync(ownThread);
        var door = new Gate();
        store.BeforeCommit = door.PassAsync;
        var first = Append(queue);
        await door.Reached;
        var second = Append(queue);

        var stopping = Writer.StopAsync(CancellationToken.None);
        Assert.Equal(ChatErrorCodes.NodeDraining, (await Assert.ThrowsAsync<ChatRefusedException>(() => Append(queue))).Code);
        Assert.False(stopping.IsCompleted);
        door.Open();

        await stopping.WaitAsync(TestClient.Deadline);
        Assert.Equal([2, 3], (await Task.WhenAll(first, second)).Select(stored => stored.Revision));
    }

    /// <summary>
    /// Regression: an unhandled exception ended the process if the database did not answer for as long as a stop may take.
    /// </summary>
    [Theory]
    [MemberData(nameof(Threads))]
    public async Task A_stop_that_may_not_wait_any_longer_ends_without_an_error(bool ownThread)
    {
        var (queue, store) = await StartAsync(ownThread);
        var door = new Gate();
        store.BeforeCommit = door.PassAsync;
        var waits = Append(queue);
        await door.Reached;

        await Writer.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TestClient.Deadline);

        Assert.False(waits.IsCompleted);
        door.Open();
        await waits;
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public async Task One_with_nothing_to_do_stops_at_once(bool ownThread)
    {
        await StartAsync(ownThread);
        await Writer.StopAsync(CancellationToken.None).WaitAsync(TestClient.Deadline);
    }

    private CommandQueueWriter Writer => _server!.Services.GetServices<IHostedService>().OfType<CommandQueueWriter>().Single();

    /// <summary>A node on which Alice is in the lobby and has posted.</summary>
    private async Task<(CommandQueue Queue, HookedStore Store)> StartAsync(bool ownThread)
    {
        _server = new ChatServer(services: services => HookedStore.Register(services, ownThread));
        var queue = _server.Get<CommandQueue>();
        await queue.AppendAsync(new JoinCommand("lobby", _alice)).WaitAsync(TestClient.Deadline);
        Assert.Equal(1, (await Append(queue)).Revision);
        return (queue, _server.Get<HookedStore>());
    }

    /// <summary>Two commands in one batch. The batch fails, and so does the first command alone.</summary>
    private async Task<(Task<RoomCommandResult> Bad, Task<RoomCommandResult> Good)> BatchOfTwoAsync(bool ownThread, Exception failure)
    {
        var (queue, store) = await StartAsync(ownThread);
        var door = new Gate();
        store.BeforeCommit = () => ++_commits switch
        {
            1 => door.PassAsync(),
            2 or 3 => throw failure,
            _ => Task.CompletedTask,
        };
        var first = Append(queue);
        await door.Reached;
        var (bad, good) = (Append(queue), Append(queue));
        door.Open();
        await first;
        return (bad, good);
    }

    private static Task<RoomCommandResult> Append(CommandQueue queue)
    {
        // Not in the context of the test, because a command queue that the call wakes would continue in it.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return queue.AppendAsync(new PostCommand("lobby", _alice, TestClient.NewId(), "hello", null)).WaitAsync(TestClient.Deadline);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
