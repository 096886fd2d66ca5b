using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Bench;

/// <summary>What the server measures of a message's time, beside what the clients of the load generator measure.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class ServerTimesAgreeTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private static readonly SwarmShape _shape = new("json", Connections: 10, Rooms: 1);
    private static readonly LoadShape _load =
        new(Senders: 2, Rate: 5, TextLength: 50, Warmup: TimeSpan.FromSeconds(1), Duration: TimeSpan.FromSeconds(2.5));

    /// <summary>
    /// The clients measure the network and themselves as well. The database is far away here, so that their part is small on any machine.
    /// </summary>
    [Fact]
    public async Task The_servers_times_agree_with_those_of_the_load_generator_within_a_fifth()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var network = TcpProxy.Start(new Uri($"tcp://127.0.0.1:{postgres.Server.Port}"));
        var database = (await postgres.Server.NewDatabaseAsync())
            .Replace($"Port={postgres.Server.Port}", $"Port={network.Url.Port}", StringComparison.Ordinal);
        await using var target = await FullTarget.StartAsync(
            new FullServerSource(ServerProgram.BuiltFile, Path.GetTempPath()), (NodeSettings.Postgres, database));
        await using var swarm = await Swarm.OpenAsync(target, _shape, deadline.Token);
        await swarm.JoinAsync(deadline.Token);
        network.Delay(TimeSpan.FromMilliseconds(75));

        var result = await LoadRun.MeasureAsync(swarm, _load, target.Usage, target.Address, deadline.Token);

        var server = result.Server!;
        output.WriteLine($"{server} = {server.Milliseconds:0.00} ms of {result.Receipt.Mean:0.00} ms");
        Assert.True(server.Delivery.Count >= 8, $"{server.Delivery.Count} updates were timed.");
        Assert.InRange(server.Milliseconds / result.Receipt.Mean, 0.8, 1.2);
    }
}
