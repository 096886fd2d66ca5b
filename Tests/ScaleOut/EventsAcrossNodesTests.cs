using SignalRChat.Tests.Api;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>A backend follows all rooms, and asks another node for each page. There is no Redis.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class EventsAcrossNodesTests(PostgresFixture postgres)
{
    private const int Rooms = 5;
    private const int Posts = 40;

    [Fact]
    public async Task Nothing_is_lost_or_out_of_order_while_both_nodes_write_and_one_is_lost()
    {
        using var nodes = await TwoServers.StartAsync(postgres.Server, withRedis: false, ApiServer.Key("all"));
        var pages = new EventPages();
        string[] rooms = [.. Enumerable.Range(0, Rooms).Select(number => $"room{number}")];
        foreach (var room in rooms)
            await PutAsync(nodes.Here, $"/rooms/{room}", "{}");

        var writers = Task.WhenAll(rooms.Select((room, number) => PostAsync(number % 2 == 0 ? nodes.Here : nodes.There, room)));
        for (var turn = 0; !writers.IsCompleted || (await pages.ReadAsync(nodes.There)).HasMore; turn++)
            await pages.ReadAsync(turn % 2 == 0 ? nodes.Here : nodes.There, "&limit=7&wait=1");
        await writers;
        // The page is stored and its answer is lost: another node answers it.
        await PutAsync(nodes.Here, $"/rooms/room0/messages/{TestClient.NewId()}", """{"kind":"system","text":"last"}""");
        var lost = await EventPages.AskAsync(nodes.Here, pages.Cursor);
        nodes.Here.Dispose();
        var repeated = await pages.ReadAsync(nodes.There);
        await pages.ReadToEndAsync(nodes.There);

        Assert.Equal(lost.Ranges, repeated.Ranges);
        string[] expected = [.. Enumerable.Range(1, Posts).Select(number => $"{number}")];
        foreach (var room in rooms)
            Assert.Equal(room == "room0" ? [.. expected, "last"] : expected, pages.Texts[room]);
    }

    [Fact]
    public async Task A_long_poll_hears_of_a_change_on_another_node()
    {
        using var nodes = await TwoServers.StartAsync(postgres.Server, withRedis: false, ApiServer.Key("all"));
        var pages = new EventPages();
        await pages.BeginAtEndAsync(nodes.There);
        Assert.Empty((await pages.ReadAsync(nodes.There)).Updates);

        var poll = pages.ReadAsync(nodes.There, "&wait=25");
        await using var ann = await nodes.Here.ConnectAsync("ann");
        await ann.JoinAsync("elsewhere");
        await ann.SendAsync("elsewhere", "heard");

        Assert.Equal("heard", (await poll.WaitAsync(TestClient.Deadline)).Updates[^1].Messages[^1].Text);
    }

    private static async Task PostAsync(ChatServer node, string room)
    {
        for (var number = 1; number <= Posts; number++)
            await PutAsync(node, $"/rooms/{room}/messages/{TestClient.NewId()}", $$"""{"kind":"system","text":"{{number}}"}""");
    }

    private static async Task PutAsync(ChatServer node, string path, string body)
    {
        var answer = await ApiServer.AskAsync(node, path, ApiServer.KeyOf("all"), "PUT", body);
        Assert.Equal(201, answer.Status);
    }
}
