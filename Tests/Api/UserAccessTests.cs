using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

/// <summary>A backend bans users and revokes tokens.</summary>
public sealed class UserAccessTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_backend_bans_a_user_and_lifts_the_ban()
    {
        await using var ann = await api.Server.ConnectAsync("ann");
        var path = $"/users/{ann.Guest.UserId}";
        Assert.False((await api.GetAsync(path)).Json.GetProperty("banned").GetBoolean());

        var banned = await api.SendAsync("PUT", path, new { banned = true });

        Assert.Equal((200, $"\"{banned.Json.GetProperty("revision")}\""), (banned.Status, banned.Tag));
        Assert.Equal(SessionEndCodes.Banned, (await ann.NextAsync<SessionEnd>()).Code);
        Assert.True((await api.GetAsync(path)).Json.GetProperty("banned").GetBoolean());
        // A repeat changes nothing, and the revision is that of this user.
        await api.SendAsync("PUT", "/users/another", new { banned = true });
        Assert.Equal(banned.Tag, (await api.SendAsync("PUT", path, new { banned = true })).Tag);
        Assert.Equal(304, (await api.SendAsync("GET", path, unlessTag: banned.Tag)).Status);
        Assert.Equal(200, (await api.SendAsync("PUT", path, new { banned = false })).Status);
        await using var again = await TestClient.ConnectAsync(api.Server, ann.Guest, "json");
    }

    [Fact]
    public async Task A_backend_revokes_the_tokens_of_a_user()
    {
        await using var bea = await api.Server.ConnectAsync("bea");

        var old = await api.SendAsync("POST", $"/users/{bea.Guest.UserId}/revoke", new { issuedBefore = 5 });
        await bea.JoinAsync("revoking");
        var now = await api.SendAsync("POST", $"/users/{bea.Guest.UserId}/revoke");

        Assert.Equal((200, 5), (old.Status, old.Json.GetProperty("revokedBefore").GetInt64()));
        Assert.True(now.Json.GetProperty("revokedBefore").GetInt64() > bea.Guest.ExpiresAt - 3_600_000);
        Assert.Equal(SessionEndCodes.TokenRevoked, (await bea.NextAsync<SessionEnd>()).Code);
    }

    [Theory]
    [InlineData("PUT", "/users/a", "{}", "banned")]
    [InlineData("PUT", "/users/a", "{\"banned\":1}", "banned")]
    [InlineData("PUT", "/users/a", "{\"banned\":true,\"ban\":1}", "ban;")]
    [InlineData("PUT", "/users/a", "", "JSON")]
    [InlineData("PUT", "/users/%01", "{\"banned\":true}", "userId")]
    [InlineData("POST", "/users/a/revoke", "{\"issuedBefore\":-1}", "issuedBefore")]
    [InlineData("POST", "/users/a/revoke", "{\"issuedBefore\":\"now\"}", "issuedBefore")]
    [InlineData("POST", "/users/a/revoke", "[]", "JSON")]
    public async Task A_malformed_request_is_refused_and_names_what_is_wrong(string method, string path, string body, string named)
    {
        var answer = await api.SendAsync(method, path, body);

        answer.IsProblem(400, ChatErrorCodes.InvalidArgument);
        Assert.Contains(named, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
