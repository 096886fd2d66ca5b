using System.Net.WebSockets;
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

    [Fact]
    public async Task A_backend_writes_the_profile_of_a_user_and_its_name_is_the_default()
    {
        const string Path = "/users/pia%2F1";
        Assert.Equal("\"0\"", (await api.GetAsync(Path)).Tag);
        object data = new { tier = 2 };
        var put = await api.SendAsync("PUT", Path, new { name = "Pia  P.", avatarUrl = "https://img.example/p?s=1", data });
        const string Expected =
            """{"userId":"pia/1","banned":false,"name":"Pia P.","avatarUrl":"https://img.example/p?s=1","data":{"tier":2},"revision":1}""";
        Assert.Equal((200, Expected, "\"1\""), (put.Status, put.Text, put.Tag));
        Assert.Equal("\"1\"", (await api.SendAsync("PUT", Path, new { name = "Pia P." })).Tag);

        var stale = await api.SendAsync("PUT", Path, new { name = "Eve", banned = true }, ifTag: "\"0\"");
        stale.IsProblem(412, ChatErrorCodes.PreconditionFailed);
        Assert.Equal(Expected, (await api.GetAsync(Path, "read")).Text);

        await api.SendAsync("PUT", "/rooms/profiles", new { });
        await api.SendAsync("PUT", "/rooms/profiles/members/pia%2F1", new { });
        var member = Assert.Single((await api.GetAsync("/rooms/profiles/members")).Json.GetProperty("members").EnumerateArray());
        Assert.Equal("Pia P.", member.GetProperty("name").GetString());

        var bare = await api.SendAsync("PUT", Path, """{"name":"","avatarUrl":"","data":{ },"banned":true}""", ifTag: "\"1\"");
        Assert.Equal("""{"userId":"pia/1","banned":true,"revision":3}""", bare.Text);
    }

    [Fact]
    public async Task A_backend_ends_the_connections_of_a_user_who_may_return()
    {
        await using var cleo = await api.Server.ConnectAsync("cleo");
        await using var dan = await api.Server.ConnectAsync("dan", "messagepack");
        using var raw = await api.Server.ConnectRawAsync(cleo.Guest);

        var ended = await api.SendAsync("DELETE", $"/users/{cleo.Guest.UserId}/connections");

        Assert.Equal((200, "\"1\"", false), (ended.Status, ended.Tag, ended.Json.GetProperty("banned").GetBoolean()));
        Assert.Equal(new SessionEnd { Code = SessionEndCodes.EndedByBackend, Reconnect = true }, await cleo.NextAsync<SessionEnd>());
        Assert.Null(await raw.ReadUntilAsync(_ => false));
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "ended-by-backend"), (raw.CloseStatus, raw.CloseReason));
        await using var again = await TestClient.ConnectAsync(api.Server, cleo.Guest, "json");
        await api.SendAsync("DELETE", $"/users/{dan.Guest.UserId}/connections");
        Assert.Equal(SessionEndCodes.EndedByBackend, (await dan.NextAsync<SessionEnd>()).Code);
        // Not ended again.
        await again.JoinAsync("ended");
    }

    [Theory]
    [InlineData("PUT", "/users/a", "{\"avatarUrl\":\"http://img.example/a.png\"}", "avatarUrl")]
    [InlineData("PUT", "/users/a", "{\"avatarUrl\":\"https://\"}", "avatarUrl")]
    [InlineData("PUT", "/users/a", "{\"avatarUrl\":\"https://a:b@img.example/\"}", "avatarUrl")]
    [InlineData("PUT", "/users/a", "{\"avatarUrl\":\"javascript:alert(1)\"}", "avatarUrl")]
    [InlineData("PUT", "/users/a", "{\"name\":\"\\u0007\"}", "name")]
    [InlineData("PUT", "/users/a", "{\"data\":[]}", "data")]
    [InlineData("PUT", "/users/a", "{\"avatar\":\"https://img.example/\"}", "avatar;")]
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
