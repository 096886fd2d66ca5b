using System.Collections.Concurrent;
using SignalRChat.Common;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Common;

public sealed class PoolBatchTests
{
    private readonly ConcurrentQueue<(int Number, int Thread)> _ran = new();

    [Fact]
    public async Task Work_begins_when_the_batch_is_handed_over_and_runs_once()
    {
        using var left = new CountdownEvent(100);
        using (var batch = PoolBatch.Begin(2))
        {
            for (var number = 0; number < 100; number++)
            {
                PoolBatch.Queue(new Item(number, _ran, () => left.Signal()));
                batch.EndGroup();
                batch.EndGroup();
            }
            LetThePoolRun();
            Assert.Empty(_ran);
        }

        await Eventually.TrueAsync(() => left.IsSet, "all work has run");
        Assert.Equal(Enumerable.Range(0, 100), _ran.Select(ran => ran.Number).Order());
    }

    [Fact]
    public async Task A_group_runs_in_order_on_one_thread_also_while_another_group_is_stuck()
    {
        var (stuck, left) = (new ManualResetEventSlim(), new CountdownEvent(4));
        using (var batch = PoolBatch.Begin(2))
        {
            PoolBatch.Queue(new Item(0, _ran, () => stuck.Wait(TestClient.Deadline)));
            batch.EndGroup();
            for (var number = 1; number <= 4; number++)
                PoolBatch.Queue(new Item(number, _ran, () => left.Signal()));
        }

        await Eventually.TrueAsync(() => Environment.ProcessorCount == 1 || left.IsSet, "the second group has run");
        stuck.Set();
        await Eventually.TrueAsync(() => left.IsSet, "all work has run");
        var group = _ran.Where(ran => ran.Number > 0).ToArray();
        Assert.Equal([1, 2, 3, 4], group.Select(ran => ran.Number));
        Assert.Single(group.DistinctBy(ran => ran.Thread));
    }

    [Fact]
    public async Task Without_a_batch_work_runs_at_once()
    {
        var left = new CountdownEvent(1);

        PoolBatch.Queue(new Item(0, _ran, () => left.Signal()));

        await Eventually.TrueAsync(() => left.IsSet, "the work has run");
    }

    private static void LetThePoolRun()
    {
        using var hasRun = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(static hasRun => hasRun.Set(), hasRun, preferLocal: false);
        Assert.True(hasRun.Wait(TestClient.Deadline));
    }

    private sealed class Item(int number, ConcurrentQueue<(int Number, int Thread)> ran, Action then) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            ran.Enqueue((number, Environment.CurrentManagedThreadId));
            then();
        }
    }
}
