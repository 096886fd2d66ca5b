using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using SignalRChat.Contracts;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Backplane;

[Collection(SharedPostgres.Nodes)]
public sealed class TwoNodesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan _slowNetwork = TimeSpan.FromMilliseconds(50);

    private RedisServer _redis = null!;
    private TcpProxy _network = null!;
    private ChatServer _here = null!;
    private ChatServer _there = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync();
        _network = TcpProxy.Start(new Uri($"http://127.0.0.1:{_redis.Port}"));
        var settings = new Dictionary<string, string?>
        {
            [NodeSettings.Redis] = $"127.0.0.1:{_network.Url.Port}",
            [NodeSettings.Postgres] = await postgres.Server.NewDatabaseAsync(),

            // So rare that it cannot have found what arrives at once.
            ["Chat:Feed:ReconcileInterval"] = "00:01:00",

            // The time of urgent rounds after a start is twice this. It is so short that the tests need not wait for it.
            ["Chat:Backplane:MaxRebuildDelay"] = "00:00:00.100",
        };
        (_here, _there) = (new ChatServer(settings), new ChatServer(settings));
        await HealthyAsync(_here);
        await HealthyAsync(_there);
    }

    public async Task DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _network.DisposeAsync();
        _redis.Dispose();
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task An_event_reaches_the_other_node_and_comes_to_each_once(string protocol)
    {
        await using var alice = await _here.ConnectAsync("alice", protocol);
        await using var phone = await TestClient.ConnectAsync(_here, alice.Guest, protocol);
        await using var bob = await _there.ConnectAsync("bob", protocol);
        foreach (var one in (TestClient[])[alice, phone, bob])
            await one.JoinAsync("lobby");
        await SubscribedAsync();

        // The two on this node are one user on two devices.
        await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
        await alice.CallAsync(nameof(IChatHub.StopTyping), new StopTypingRequest { Room = "lobby" });
        foreach (var one in (TestClient[])[phone, bob])
        {
            Assert.True((await one.NextAsync<TypingChange>()).IsTyping);
            Assert.False((await one.NextAsync<TypingChange>()).IsTyping);
        }
        await bob.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });

        // The typing connection does not receive its own event. So the first event it receives is the other node's.
        foreach (var one in (TestClient[])[alice, phone])
            Assert.Equal(bob.Guest.UserId, (await one.NextAsync<TypingChange>()).UserId);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_message_reaches_the_other_node_by_the_backplane_and_comes_to_each_once(string protocol)
    {
        await using var alice = await _here.ConnectAsync("alice", protocol);
        await using var bob = await _there.ConnectAsync("bob", protocol == "json" ? "messagepack" : "json");
        await alice.JoinAsync("lobby");
        var joined = await bob.JoinAsync("lobby");
        await SubscribedAsync();
        using var timed = Collect(_there, "signalrchat.delivery.duration");

        for (var i = 0; i < 20; i++)
            await (i % 2 == 0 ? alice : bob).SendAsync("lobby", $"{i}");

        foreach (var one in (TestClient[])[alice, bob])
        {
            var heard = await one.ReadThroughAsync(joined.Head, joined.Head + 20);
            Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), heard.Select(message => message.Text));
            Assert.False(one.HasUpdate);
        }
        await Eventually.TrueAsync(() => Timed("local") && Timed("backplane"), "times of the commits of both nodes");

        bool Timed(string path) => timed.GetMeasurementSnapshot().Any(
            one => (string?)one.Tags["path"] == path && one.Value is >= 0 and < 20);
    }

    /// <summary>Redis is far away here, so that most of the time from a send to its receipt passes between the nodes.</summary>
    [Fact]
    public async Task The_times_that_the_nodes_measure_agree_with_a_members_within_a_fifth()
    {
        const int Messages = 9;
        await using var alice = await _here.ConnectAsync("alice");
        await using var bob = await _there.ConnectAsync("bob");
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        await SubscribedAsync();
        using var wait = Collect(_here, "signalrchat.commit.wait");
        using var commit = Collect(_here, "signalrchat.commit.duration");
        using var delivery = Collect(_there, "signalrchat.delivery.duration");
        _network.Delay(_slowNetwork);

        var times = new List<double>();
        for (var i = 0; i < Messages; i++)
            times.Add(await TimeAsync(alice, bob));

        await Eventually.EqualAsync(Messages, () => delivery.GetMeasurementSnapshot().Count, "deliveries timed");
        var inServer = Values(wait).Zip(Values(commit), (waited, committed) => waited + committed);
        // A round of the reconciler may find a message before its notification has come.
        var shares = inServer.Zip(delivery.GetMeasurementSnapshot(), times)
            .Where(one => (string?)one.Second.Tags["path"] == "backplane")
            .Select(one => (one.First + one.Second.Value) / one.Third).Order().ToArray();
        Assert.InRange(shares.Length, (Messages + 1) / 2, Messages);
        Assert.InRange(shares[shares.Length / 2], 0.8, 1.2);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_call_for_a_user_reaches_the_user_on_the_other_node(string protocol)
    {
        await using var bob = await _there.ConnectAsync("bob", protocol);

        await _here.Get<IHubContext<ChatHub, IChatClient>>().Clients.User(bob.Guest.UserId)
            .RemovedFromRoom(new RoomRemoval { Room = "lobby", Code = RoomRemovalCodes.Left, Revision = 7 });

        Assert.Equal(7, (await bob.NextAsync<RoomRemoval>()).Revision);
    }

    /// <summary>A node has one subscription for all groups, so the call must say to which of them it goes.</summary>
    [Fact]
    public async Task A_call_for_a_group_reaches_only_its_members_on_the_other_node()
    {
        await using var alice = await _here.ConnectAsync("alice");
        await using var bob = await _there.ConnectAsync("bob");
        await using var carol = await _there.ConnectAsync("carol");
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        await carol.JoinAsync("garden");
        await SubscribedAsync();

        foreach (var (room, revision) in new[] { ("lobby", 7), ("garden", 8) })
        {
            await _here.Get<IHubContext<ChatHub, IChatClient>>().Clients.Group(GroupNames.Room(room))
                .RemovedFromRoom(new RoomRemoval { Room = room, Code = RoomRemovalCodes.Left, Revision = revision });
        }

        Assert.Equal(7, (await bob.NextAsync<RoomRemoval>()).Revision);
        Assert.Equal(8, (await carol.NextAsync<RoomRemoval>()).Revision);
    }

    [Fact]
    public async Task Redis_is_given_a_channel_for_each_room_and_none_for_a_client()
    {
        await Eventually.HoldsAsync(async () => (await _redis.ChannelsAsync("node-news")).Length == 1);
        var atRest = (await _redis.ChannelsAsync()).Length;
        var clients = new List<TestClient>();
        for (var i = 0; i < 12; i++)
        {
            clients.Add(await _here.ConnectAsync($"guest {i}"));
            await clients[^1].JoinAsync(i % 2 == 0 ? "kitchen" : "garden");
        }
        await SubscribedAsync();

        Assert.Equal(atRest + 2, (await _redis.ChannelsAsync()).Length);
        foreach (var client in clients)
            await client.DisposeAsync();
        await Eventually.HoldsAsync(async () => (await _redis.ChannelsAsync()).Length == atRest);
    }

    /// <summary>The seconds from a send to its receipt on the other node.</summary>
    private static async Task<double> TimeAsync(TestClient sender, TestClient receiver)
    {
        var began = TimeProvider.System.GetTimestamp();
        var sent = await sender.SendAsync("lobby", "hello");
        while ((await receiver.NextUpdateAsync()).Through < sent.Revision)
            continue;
        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static MetricCollector<double> Collect(ChatServer node, string name) =>
        new(node.Get<IMeterFactory>(), CommitMetrics.MeterName, name);

    private static IEnumerable<double> Values(MetricCollector<double> metric) =>
        metric.GetMeasurementSnapshot().Select(one => one.Value);

    private Task SubscribedAsync() => Eventually.TrueAsync(
        () => !_here.Get<BackplaneState>().MayBeLossy && !_there.Get<BackplaneState>().MayBeLossy, "Both nodes have subscribed");

    private static Task HealthyAsync(ChatServer node) =>
        Eventually.EqualAsync(null, () => node.Get<BackplaneState>().DegradedReason, "The degraded reason");
}
