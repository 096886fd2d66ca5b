using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>The traces of two nodes, as a collector of OpenTelemetry receives them.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class TraceAcrossNodesTests(PostgresFixture postgres)
{
    private const string Room = "lobby";
    private const string Text = "nobody's business";
    private const string LastTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string Path = "signalrchat.delivery.path";
    private const string Instance = "service.instance.id";

    [Fact]
    public async Task One_trace_has_the_call_the_commit_and_the_delivery_of_each_node()
    {
        await using var collector = await TraceCollector.StartAsync();
        using var redis = await RedisServer.StartNewAsync();
        using var folder = new TempDirectory();
        var settings = new Dictionary<string, string>(
            NodeSettings.On(await postgres.Server.NewDatabaseAsync(), redis.ConnectionString).Concat(collector.Settings));
        await using var here = await ServerProcess.StartNewAsync(folder, settings);
        await using var there = await ServerProcess.StartNewAsync(folder, settings);
        await using var alice = await JoinAsync(here, "alice");
        await using var bob = await JoinAsync(there, "bob");

        // The node subscribes to the room a moment after the join. Until then it reads the message from the database.
        var remote = default(TraceSpan);
        await Eventually.HoldsAsync(async () =>
        {
            await alice.SendAsync(Room, Text);
            remote = collector.All().FirstOrDefault(span => span.Tags.GetValueOrDefault(Path) == "backplane");
            return remote is not null;
        });
        await Eventually.EqualAsync(4, () => Of(remote!).Length, "spans of the trace");
        await QueriesWithTokens.SendAsync(here.Url);
        await RawHttp.AskAsync(here.Url, RawHttp.Get(here.Url, "/", $"traceparent: 00-{LastTrace}-b7ad6b7169203331-01"));
        await Eventually.TrueAsync(() => collector.All().Any(span => span.Trace == LastTrace), "the span of the last request");
        await Eventually.EqualAsync("/v1/logs /v1/metrics /v1/traces", () => string.Join(' ', collector.Paths()), "signals");

        var call = Assert.Single(Of(remote!), span => span.Name == "SignalRChat.Hubs.ChatHub/SendMessage");
        var commit = Assert.Single(Of(remote!), span => span.Name == "commit");
        var local = Assert.Single(Of(remote!), span => span.Tags.GetValueOrDefault(Path) == "local");
        Assert.Equal(("", call.Id), (call.Parent, commit.Parent));
        Assert.Equal((commit.Id, commit.Id), (local.Parent, remote!.Parent));
        Assert.Equal("signalrchat", call.Resource["service.name"]);
        Assert.Equal(call.Resource[Instance], local.Resource[Instance]);
        Assert.NotEqual(call.Resource[Instance], remote.Resource[Instance]);

        foreach (var secret in (string[])[Text, QueriesWithTokens.Secret, alice.Guest.AccessToken])
            Assert.False(collector.Has(secret), secret);

        TraceSpan[] Of(TraceSpan one) => [.. collector.All().Where(span => span.Trace == one.Trace)];
    }

    private static async Task<TestClient> JoinAsync(ServerProcess node, string name)
    {
        var client = await TestClient.ConnectAsync(node.Url, await Guests.SignInAsync(node.Url, name), "json");
        await client.JoinAsync(Room);
        return client;
    }
}
