using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Tests.Bench;

/// <summary>A short load on the bare hub, in a separate process as in a measurement.</summary>
public sealed class LoadRunTests : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData("json", 0)]
    [InlineData("json", 200)]
    [InlineData("messagepack", 0)]
    [InlineData("messagepack", 200)]
    public async Task Every_acked_send_is_delivered_to_each_member_once(string protocol, int rate)
    {
        await using var bare = await BareTarget.StartAsync(ServerProgram.BuiltFile);
        await using var swarm = await Swarm.OpenAsync(bare, new SwarmShape(protocol, Connections: 10, Rooms: 2), _deadline.Token);
        await swarm.JoinAsync(_deadline.Token);
        var load = new LoadShape(Senders: 4, rate, TextLength: 50, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));
        var result = await LoadRun.MeasureAsync(swarm, load, bare.Usage, _deadline.Token);
        Assert.Equal((0, 0, 0), (result.Missing, result.Refused, swarm.Meter.LostConnections));
        Assert.True(result.Acks > 0 && result.Deliveries > result.Acks && result.ServerCpuSeconds > 0 && result.Receipt.P50 > 0);
    }

    [Fact]
    public async Task A_forced_collection_collects()
    {
        var before = GC.CollectionCount(2);
        await ForcedCollection.RunAsync(Environment.ProcessId, _deadline.Token);
        Assert.True(GC.CollectionCount(2) > before);
    }

    /// <summary>
    /// Regression: a killed process leaves its diagnostic socket behind, and the system reuses its id. The collection then
    /// found two sockets and failed.
    /// </summary>
    [Fact]
    public async Task A_forced_collection_ignores_the_socket_of_a_dead_process_with_the_same_id()
    {
        var left = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-1-socket");
        await File.WriteAllTextAsync(left, string.Empty, _deadline.Token);
        try
        {
            await ForcedCollection.RunAsync(Environment.ProcessId, _deadline.Token);
        }
        finally
        {
            File.Delete(left);
        }
    }

    public void Dispose() => _deadline.Dispose();
}
