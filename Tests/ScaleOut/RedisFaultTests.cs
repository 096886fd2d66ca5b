using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>Faults of Redis while users send on three nodes: no user may notice them.</summary>
[Collection(Alone.Name)]
public sealed class RedisFaultTests(RedisFaultTests.Cluster fixture, ITestOutputHelper output) : IClassFixture<RedisFaultTests.Cluster>
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
        var cluster = fixture.Nodes;
        await cluster.HealthyAsync();
        var before = await cluster.HeldAsync();
        var heap = await cluster.HeapAsync();

        FaultAssert.Unnoticed(await cluster.RunAsync(fault), output);

        await cluster.HealthyAsync();
        await Eventually.HoldsAsync(async () => await cluster.HeldAsync() == before);
        var heapAfter = await cluster.HeapAsync();
        output.WriteLine($"heap {heap:0.0} MB before, {heapAfter:0.0} MB after");
        Assert.InRange(heapAfter, 0, heap * MostHeap);
    }

    /// <summary>One cluster for all these tests. Each restores the state, and proves it.</summary>
    public sealed class Cluster : IAsyncLifetime
    {
        internal NodeCluster Nodes { get; private set; } = null!;

        public async Task InitializeAsync() => Nodes = await NodeCluster.StartAsync(nodes: 3, await RedisServer.StartNewAsync());

        public async Task DisposeAsync() => await Nodes.DisposeAsync();
    }
}
