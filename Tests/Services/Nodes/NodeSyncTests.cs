using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using SignalRChat.Services.Nodes;
using SignalRChat.Tests.Support;
using StackExchange.Redis;

namespace SignalRChat.Tests.Services.Nodes;

public sealed class NodeSyncTests
{
    private const int Sharing = 3501;

    /// <summary>
    /// Regression: each attempt added a handler of the changes. After hours of attempts, each change was handled thousands of
    /// times.
    /// </summary>
    [Fact]
    public async Task While_Redis_takes_nothing_in_the_news_are_heard_once()
    {
        using var server = await RedisServer.StartNewAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var (counted, log) = (CountingProxy<IConnectionMultiplexer>.Of(redis), new FakeLogger<NodeSync>());
        var nodes = Options.Create(new NodeOptions());
        var peers = new PeerDirectory([], nodes, TimeProvider.System);
        using var sync = new NodeSync(new Link(counted), new LocalNodeState(hasBackplane: true), peers, nodes, TimeProvider.System, log);
        // This server publishes and subscribes, and stores nothing.
        await server.SetAsync("maxmemory", "1");

        await sync.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            () => CountingProxy<IConnectionMultiplexer>.CallsOf(counted, nameof(IConnectionMultiplexer.GetDatabase)) >= 5,
            "It tries again");
        Assert.DoesNotContain(log.Collector.GetSnapshot(), record => record.Id.Id == Sharing);
        await server.SetAsync("maxmemory", "0");
        await peers.Known.WaitAsync(TestClient.Deadline);
        await sync.StopAsync(CancellationToken.None);

        Assert.Equal(1, CountingProxy<IConnectionMultiplexer>.CallsOf(counted, nameof(ISubscriber.SubscribeAsync)));
        Assert.Single(log.Collector.GetSnapshot(), record => record.Id.Id == Sharing);
    }

    private sealed class Link(IConnectionMultiplexer connection) : IRedisLink
    {
        public bool HasBackplane => true;

        public IConnectionMultiplexer? Current => connection;

        public string KeyPrefix => "chat:";
    }
}
