using SignalRChat.Services.Feed;
using SignalRChat.Tests.Api;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>A backend calls any node: one that has no member of the room, and another one for a repeat.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class ApiAcrossNodesTests(PostgresFixture postgres)
{
    private const string Room = "followed";

    [Fact]
    public async Task A_post_that_is_repeated_on_another_node_is_stored_and_received_once()
    {
        using var nodes = await TwoServers.StartAsync(postgres.Server, withRedis: true, ApiServer.Key("all"));
        await using var ann = await nodes.Here.ConnectAsync("ann");
        await ann.JoinAsync(Room);
        var path = $"/rooms/{Room}/messages/{TestClient.NewId()}";
        Task<Answer> PutAsync(ChatServer node) =>
            ApiServer.AskAsync(node, path, ApiServer.KeyOf("all"), "PUT", """{"kind":"system","text":"once"}""");

        var answers = await Task.WhenAll(PutAsync(nodes.There), PutAsync(nodes.Here), PutAsync(nodes.There));
        var deleted = await ApiServer.AskAsync(nodes.There, path, ApiServer.KeyOf("all"), "DELETE");

        Assert.Equal([200, 200, 201], answers.Select(answer => answer.Status).Order());
        Assert.Equal("\"2\"", deleted.Tag);
        Assert.Equal("", (await ann.ReadThroughAsync(0, 2))[^1].Text);

        // Without Redis a node knows its own connections alone, and says so.
        var connections = $"/users/{ann.Guest.UserId}/connections";
        async Task<(int Count, bool IsComplete)> ConnectionsAsync()
        {
            var answer = (await ApiServer.AskAsync(nodes.There, connections, ApiServer.KeyOf("all"))).Json;
            return (answer.GetProperty("connections").GetArrayLength(), answer.GetProperty("complete").GetBoolean());
        }
        await Eventually.HoldsAsync(async () => await ConnectionsAsync() == (1, true));
        nodes.Redis!.Kill();
        await Eventually.HoldsAsync(async () => !(await ConnectionsAsync()).IsComplete);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_poll_hears_of_a_change_on_another_node(bool withRedis)
    {
        var settings = ApiServer.Key("all");
        // With Redis the notification must bring the change: the reconciler would come too late for the deadline.
        if (withRedis)
            settings["Chat:Feed:ReconcileInterval"] = "00:01:00";
        using var nodes = await TwoServers.StartAsync(postgres.Server, withRedis, settings);
        await using var ann = await nodes.Here.ConnectAsync("ann");
        await ann.JoinAsync(Room);
        await ann.SendAsync(Room, "before");

        var poll = ApiServer.AskAsync(nodes.There, $"/rooms/{Room}/updates?after=1&wait=25", ApiServer.KeyOf("all"));
        await Eventually.EqualAsync(1, () => nodes.There.Get<RoomFeeds>().Count, "feeds while the poll waits");
        await ann.SendAsync(Room, "after");

        var answer = (await poll.WaitAsync(TestClient.Deadline)).Json;
        Assert.Equal("after", Assert.Single(answer.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
    }
}
