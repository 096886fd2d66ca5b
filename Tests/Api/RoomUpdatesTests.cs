using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

public sealed class RoomUpdatesTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_backend_reads_a_room_by_its_cursor_a_page_at_a_time()
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        await ann.JoinAsync("told");
        foreach (var text in new[] { "one", "two", "three" })
            await ann.SendAsync("told", text);

        var first = (await api.GetAsync("/rooms/told/updates?after=&epoch=&limit=2&wait=")).Json;
        var (after, epoch) = (first.GetProperty("through"), first.GetProperty("epoch"));
        var rest = (await api.GetAsync($"/rooms/told/updates?after={after}&epoch={epoch}")).Json;

        Assert.Equal(["one", "two"], first.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("text").GetString()));
        Assert.True(first.GetProperty("hasMore").GetBoolean());
        Assert.Equal("three", Assert.Single(rest.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
        Assert.False(rest.GetProperty("hasMore").GetBoolean());
        Assert.Equal(3, rest.GetProperty("through").GetInt64());
    }

    [Fact]
    public async Task A_long_poll_is_answered_by_the_next_change_and_leaves_nothing_behind()
    {
        var (feeds, groups) = (api.Server.Get<RoomFeeds>(), api.Server.Get<LocalGroups>());
        await using var ann = await api.Server.ConnectAsync("ann");
        await using var bob = await api.Server.ConnectAsync("bob");
        await ann.JoinAsync("polled");
        await ann.SendAsync("polled", "before");
        await ann.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "polled" });
        var (head, feedsBefore, groupsBefore) = (2, feeds.Count, groups.Count);

        var poll = api.GetAsync($"/rooms/polled/updates?after={head}&wait=25");
        await Eventually.EqualAsync(feedsBefore + 1, () => feeds.Count, "feeds while the poll waits");
        await bob.JoinAsync("polled");
        await bob.SendAsync("polled", "after");
        await bob.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "polled" });

        var answer = (await poll.WaitAsync(TestClient.Deadline)).Json;
        Assert.Equal("after", Assert.Single(answer.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
        await Eventually.EqualAsync((feedsBefore, groupsBefore), () => (feeds.Count, groups.Count), "feeds and groups after it");
    }

    /// <summary>Regression: the updates of a room that nothing else found were answered.</summary>
    [Fact]
    public async Task A_room_that_all_have_left_without_a_message_is_found_by_no_request()
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        await ann.JoinAsync("gone");
        await ann.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "gone" });

        string[] paths =
            ["", "/updates", "/updates?wait=25", "/messages", $"/messages/{TestClient.NewId()}", "/members", "/bans", "/reports"];
        foreach (var path in paths)
            (await api.GetAsync($"/rooms/gone{path}")).IsProblem(404, ChatErrorCodes.RoomNotFound);

        // Made again, it keeps its numbers, so that a cursor misses nothing.
        await ann.JoinAsync("gone");
        Assert.Equal(2, (await api.GetAsync("/rooms/gone/updates?after=1")).Json.GetProperty("through").GetInt64());
    }

    [Theory]
    [InlineData("after=4")]
    [InlineData("after=0&epoch=another")]
    public async Task A_cursor_that_cannot_be_continued_is_refused(string query)
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        await ann.JoinAsync("short");

        (await api.GetAsync($"/rooms/short/updates?{query}")).IsProblem(409, ChatErrorCodes.CursorUnknown);
    }

    [Theory]
    [InlineData("/rooms/UPPER/updates", "room")]
    [InlineData("/rooms/a/updates?after=-1", "after")]
    [InlineData("/rooms/a/updates?after=x", "after")]
    [InlineData("/rooms/a/updates?after=9223372036854775808", "after")]
    [InlineData("/rooms/a/updates?after=1&after=2", "after")]
    [InlineData("/rooms/a/updates?limit=0", "limit")]
    [InlineData("/rooms/a/updates?wait=26", "wait")]
    [InlineData("/rooms/a/updates?wait=-1", "wait")]
    [InlineData("/rooms/a/updates?limit=201", "limit")]
    [InlineData("/rooms/a/updates?limit=3000000000", "limit")]
    [InlineData("/rooms/a/updates?afte=1", "after, epoch, limit, wait")]
    [InlineData("/rooms/a/updates?After=1", "after, epoch, limit, wait")]
    public async Task A_malformed_request_is_refused_and_names_what_is_wrong(string path, string named)
    {
        var answer = await api.GetAsync(path);

        answer.IsProblem(400, ChatErrorCodes.InvalidArgument);
        Assert.Contains(named, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
