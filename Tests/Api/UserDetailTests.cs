using SignalRChat.Contracts;

namespace SignalRChat.Tests.Api;

public sealed class UserDetailTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_backend_sees_the_rooms_and_the_connections_of_a_user()
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        await ann.JoinAsync("details");
        await api.SendAsync("PUT", "/rooms/secret", new { });
        await api.SendAsync("PUT", $"/rooms/secret/members/{ann.Guest.UserId}", new { });

        var rooms = (await api.GetAsync($"/users/{ann.Guest.UserId}/rooms", "users")).Json;
        var connections = (await api.GetAsync($"/users/{ann.Guest.UserId}/connections", "read")).Json;

        Assert.Equal(
            ["details public owner", "secret private member"],
            rooms.GetProperty("rooms").EnumerateArray().Select(one =>
                $"{one.GetProperty("room")} {one.GetProperty("kind")} {one.GetProperty("role")}"));
        var connection = Assert.Single(connections.GetProperty("connections").EnumerateArray());
        Assert.InRange(connection.GetProperty("since").GetInt64(), 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.Equal(
            "{\"userId\":\"nobody\",\"connections\":[],\"complete\":true}", (await api.GetAsync("/users/nobody/connections")).Text);
    }

    [Theory]
    [InlineData("/users/%0A/rooms")]
    [InlineData("/users/ann/rooms?after=A")]
    [InlineData("/users/ann/rooms?limit=201")]
    [InlineData("/users/%0A/connections")]
    [InlineData("/users/ann/connections?limit=1")]
    public async Task A_malformed_request_is_refused(string path) =>
        (await api.GetAsync(path)).IsProblem(400, ChatErrorCodes.InvalidArgument);
}
