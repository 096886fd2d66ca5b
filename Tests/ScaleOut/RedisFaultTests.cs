using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>Faults of Redis while users send on three nodes: no user may notice them.</summary>
[Collection(Alone.Name)]
public sealed class RedisFaultTests(RedisFaultTests.Clusters fixture, ITestOutputHelper output)
    : IClassFixture<RedisFaultTests.Clusters>
{
    // Measured: 1.05 for the first fault, after which a node has done every kind of work, and 1.00 after that. The killed
    // subscribers cause 25 times what one rebuild leaves behind.
    private const double MostHeap = 1.25;

    [Fact]
    public Task Redis_is_killed_and_started_again() => GoesUnnoticedAsync(RedisFault.KilledAndRestartedAsync);

    [Fact]
    public Task Redis_is_frozen_for_20_seconds() => GoesUnnoticedAsync(RedisFault.FrozenAsync);

    [Fact]
    public Task Subscribers_are_killed_again_and_again() => GoesUnnoticedAsync(RedisFault.SubscribersKilledAsync);

    [Fact]
    public Task All_data_is_lost() => GoesUnnoticedAsync(RedisFault.FlushedAsync);

    [Fact]
    public Task The_subscribers_buffers_are_full() => GoesUnnoticedAsync(RedisFault.BuffersFullAsync);

    private async Task GoesUnnoticedAsync(Func<FaultRun, Task> fault)
    {
        var outcome = await fixture.OutcomeOfAsync(fault);

        FaultAssert.Unnoticed(outcome.Result, output);
        output.WriteLine($"heap {outcome.HeapBefore:0.0} MB before, {outcome.HeapAfter:0.0} MB after");
        Assert.InRange(outcome.HeapAfter, 0, outcome.HeapBefore * MostHeap);
    }

    internal sealed record Outcome(FaultResult Result, double HeapBefore, double HeapAfter);

    /// <summary>
    /// Two clusters side by side, because a fault is mostly waiting. On each the faults strike in turn: each restores the state,
    /// and proves it.
    /// </summary>
    public sealed class Clusters : IAsyncLifetime
    {
        private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

        private static readonly Func<FaultRun, Task>[][] _turns =
        [
            [RedisFault.FrozenAsync, RedisFault.SubscribersKilledAsync],
            [RedisFault.KilledAndRestartedAsync, RedisFault.FlushedAsync, RedisFault.BuffersFullAsync],
        ];

        private readonly Dictionary<Func<FaultRun, Task>, TaskCompletionSource<Outcome>> _outcomes =
            _turns.SelectMany(faults => faults).ToDictionary(
                fault => fault, _ => new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously));

        private NodeCluster[] _clusters = [];
        private Task _runs = Task.CompletedTask;

        public async Task InitializeAsync()
        {
            _clusters = await Task.WhenAll(_turns.Select(
                async _ => await NodeCluster.StartAsync(nodes: 3, await RedisServer.StartNewAsync())));
            _runs = Task.WhenAll(_turns.Zip(_clusters, RunAsync));
        }

        public async Task DisposeAsync()
        {
            await _runs;
            foreach (var cluster in _clusters)
                await cluster.DisposeAsync();
        }

        internal Task<Outcome> OutcomeOfAsync(Func<FaultRun, Task> fault) => _outcomes[fault].Task.WaitAsync(_deadline);

        private async Task RunAsync(Func<FaultRun, Task>[] faults, NodeCluster cluster)
        {
            foreach (var fault in faults)
            {
                try
                {
                    _outcomes[fault].SetResult(await RunAsync(fault, cluster));
                }
                catch (Exception failed)
                {
                    // The test of this fault fails with it.
                    _outcomes[fault].SetException(failed);
                }
            }
        }

        private static async Task<Outcome> RunAsync(Func<FaultRun, Task> fault, NodeCluster cluster)
        {
            await cluster.HealthyAsync();
            var before = await cluster.HeldAsync();
            var heap = await cluster.HeapAsync();

            var result = await cluster.RunAsync(fault);

            await cluster.HealthyAsync();
            await Eventually.HoldsAsync(async () => await cluster.HeldAsync() == before);
            return new(result, heap, await cluster.HeapAsync());
        }
    }
}
