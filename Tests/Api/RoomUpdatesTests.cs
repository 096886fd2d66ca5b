using SignalRChat.Contracts;

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

        var first = (await api.GetAsync("/rooms/told/updates?limit=2")).Json;
        var (after, epoch) = (first.GetProperty("through"), first.GetProperty("epoch"));
        var rest = (await api.GetAsync($"/rooms/told/updates?after={after}&epoch={epoch}")).Json;

        Assert.Equal(["one", "two"], first.GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("text").GetString()));
        Assert.True(first.GetProperty("hasMore").GetBoolean());
        Assert.Equal("three", Assert.Single(rest.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
        Assert.False(rest.GetProperty("hasMore").GetBoolean());
        Assert.Equal(3, rest.GetProperty("through").GetInt64());
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
    [InlineData("/rooms/a/updates?after=", "after")]
    [InlineData("/rooms/a/updates?after=9223372036854775808", "after")]
    [InlineData("/rooms/a/updates?after=1&after=2", "after")]
    [InlineData("/rooms/a/updates?limit=0", "limit")]
    [InlineData("/rooms/a/updates?limit=201", "limit")]
    [InlineData("/rooms/a/updates?limit=3000000000", "limit")]
    [InlineData("/rooms/a/updates?afte=1", "after, epoch, limit")]
    [InlineData("/rooms/a/updates?After=1", "after, epoch, limit")]
    public async Task A_malformed_request_is_refused_and_names_what_is_wrong(string path, string named)
    {
        var answer = await api.GetAsync(path);

        answer.IsProblem(400, ChatErrorCodes.InvalidArgument);
        Assert.Contains(named, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
