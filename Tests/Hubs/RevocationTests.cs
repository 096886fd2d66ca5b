using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Users;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Banned users and revoked tokens on one node: at the door, on open connections, and for guests.</summary>
public sealed class RevocationTests
{
    private const string Room = "lobby";

    [Fact]
    public async Task A_banned_user_is_closed_told_so_and_refused_until_the_ban_is_lifted()
    {
        using var server = new ChatServer();
        var users = server.Get<UserService>();
        await using var bob = await server.ConnectAsync("bob");
        await bob.JoinAsync(Room);
        var alice = await server.GuestAsync("alice");
        using var raw = await server.ConnectRawAsync(alice);
        await raw.JoinAsync(Room);
        await using var other = await TestClient.ConnectAsync(server, alice, "messagepack");

        await users.SetBannedAsync(alice.UserId, isBanned: true);

        Assert.Equal(new SessionEnd { Code = SessionEndCodes.Banned, Reconnect = false }, await other.NextAsync<SessionEnd>());
        await other.Closed.Task.WaitAsync(TestClient.Deadline);
        Assert.NotNull(await raw.ReadUntilAsync(
            record => record.Contains("""[{"code":"banned","reconnect":false}]""", StringComparison.Ordinal)));
        Assert.Null(await raw.ReadUntilAsync(_ => false));
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "banned"), (raw.CloseStatus, raw.CloseReason));
        Assert.Equal((403, "banned"), await NegotiateAsync(server, alice.AccessToken));
        Assert.Equal(403, await UpgradeAsync(server, alice.AccessToken));
        // A renewed token is no better.
        Assert.Equal((403, "banned"), await NegotiateAsync(server, (await RenewAsync(server, alice)).AccessToken));
        Assert.Equal((200, null), await NegotiateAsync(server, bob.Guest.AccessToken));

        await users.SetBannedAsync(alice.UserId, isBanned: false);
        await using var again = await TestClient.ConnectAsync(server, alice, "json");
        Assert.Equal(RoomRoles.Member, (await again.JoinAsync(Room)).Role);
    }

    [Fact]
    public async Task Only_tokens_from_before_a_revocation_and_without_a_time_are_refused()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var server = new ChatServer(issuer.Settings);
        var now = TimeProvider.System.GetUtcNow();
        string Token(double? issued, string user = "alice") =>
            issuer.Mint(user, draft => draft.Claims["iat"] = issued is { } ago ? now.ToUnixTimeSeconds() - ago : null);
        await using var old = await ConnectAsync(server, Token(100));
        await using var fresh = await ConnectAsync(server, Token(10));
        await using var bob = await ConnectAsync(server, Token(100, "bob"));

        await server.Get<UserService>().RevokeAsync("alice", now.AddSeconds(-50).ToUnixTimeMilliseconds());

        Assert.Equal(new SessionEnd { Code = SessionEndCodes.TokenRevoked, Reconnect = true }, await old.NextAsync<SessionEnd>());
        await old.Closed.Task.WaitAsync(TestClient.Deadline);
        foreach (var revoked in new[] { Token(100), Token(51.5), Token(null) })
        {
            Assert.Equal((401, null), await NegotiateAsync(server, revoked));
            Assert.Equal(401, await UpgradeAsync(server, revoked));
        }
        Assert.Equal((200, null), await NegotiateAsync(server, Token(48.5)));
        Assert.Equal((200, null), await NegotiateAsync(server, Token(null, "bob")));
        await fresh.JoinAsync(Room);
        await bob.JoinAsync(Room);
    }

    /// <summary>Regression: a token of an issuer whose clock is ahead was good after all of the user's were revoked.</summary>
    [Fact]
    public async Task No_token_from_the_future_outlives_a_revocation()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var server = new ChatServer(issuer.Settings);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string Token(int ahead) => issuer.Mint("alice", draft => draft.Claims["iat"] = now + ahead);
        var mayBeAhead = Token(1);
        await using var early = await ConnectAsync(server, mayBeAhead);
        using var refused = await AskAsync(server, $"{ChatPaths.Hub}/negotiate?negotiateVersion=1", Token(30), body: null);

        await server.Get<UserService>().RevokeAsync("alice", issuedBefore: null);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("iat is in the future", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(SessionEndCodes.TokenRevoked, (await early.NextAsync<SessionEnd>()).Code);
        Assert.Equal(401, await UpgradeAsync(server, mayBeAhead));
    }

    /// <summary>
    /// Regression: the token that the client got in the second of the revocation was refused for good, and the client stopped.
    /// </summary>
    [Fact]
    public async Task A_client_comes_back_with_a_later_token_after_all_were_revoked()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        using var server = new ChatServer(issuer.Settings);
        await using var client = new AppClient(new()
        {
            Url = server.Url,
            AccessTokenProvider = _ => Task.FromResult<string?>(issuer.Mint(
                "alice", draft => draft.Claims["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())),
        });
        await client.Chat.ConnectAsync().WaitAsync(TestClient.Deadline);
        await client.Chat.JoinAsync(Room).WaitAsync(TestClient.Deadline);

        await server.Get<UserService>().RevokeAsync("alice", issuedBefore: null);

        await client.UntilAsync(() => client.Connects == 2);
        Assert.Equal(SessionEndCodes.TokenRevoked, Assert.Single(client.Endings).Code);
        await client.Chat.SendAsync(Room, "back").WaitAsync(TestClient.Deadline);
    }

    /// <summary>A client that neither reads nor closes keeps its connection for a while.</summary>
    [Fact]
    public async Task Nothing_of_a_banned_client_that_does_not_close_is_accepted_or_sent()
    {
        using var server = new ChatServer();
        await using var bob = await server.ConnectAsync("bob");
        await bob.JoinAsync(Room);
        var guest = await server.GuestAsync("alice");
        using var alice = await server.ConnectRawAsync(guest, receiveBuffer: 4096);
        await alice.JoinAsync(Room);
        await server.PostManyAsync(Room, bob.Guest, 500, 2_000);

        await server.Get<UserService>().SetBannedAsync(guest.UserId, isBanned: true);
        var head = (await bob.SendAsync(Room, "after the ban")).Sequence;
        await alice.InvokeAsync(
            nameof(IChatHub.SendMessage), new SendMessageRequest { Room = Room, MessageId = TestClient.NewId(), Text = "too late" });
        await alice.InvokeAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = Room });
        var received = await alice.ReadToEndAsync();

        Assert.DoesNotContain("after the ban", received, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"banned\"", received, StringComparison.Ordinal);
        Assert.Equal(head + 1, (await bob.SendAsync(Room, "next")).Sequence);
    }

    /// <summary>The node's list may be behind by a moment, and a renewed token is newer than the revocation.</summary>
    [Fact]
    public async Task A_revoked_token_of_a_guest_brings_another_user()
    {
        using var server = new ChatServer();
        var alice = await server.GuestAsync("alice");
        Assert.Equal(alice.UserId, (await RenewAsync(server, alice)).UserId);

        // As another node would: this one has not read it yet.
        await server.Get<IUserStore>().ChangeAccessAsync(alice.UserId, new(NotBefore: long.MaxValue), CancellationToken.None);

        Assert.NotEqual(alice.UserId, (await RenewAsync(server, alice)).UserId);
    }

    private static Task<TestClient> ConnectAsync(ChatServer server, string token) =>
        TestClient.ConnectAsync(server, new GuestTokenResult { AccessToken = token }, "json");

    private static async Task<(int Status, string? Code)> NegotiateAsync(ChatServer server, string token)
    {
        using var answer = await AskAsync(server, $"{ChatPaths.Hub}/negotiate?negotiateVersion=1", token, body: null);
        var isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        var problem = isProblem ? await answer.Content.ReadFromJsonAsync<Dictionary<string, object>>() : null;
        return ((int)answer.StatusCode, problem?["code"].ToString());
    }

    private static async Task<int> UpgradeAsync(ChatServer server, string token) =>
        (int)await RawUpgrade.StatusAsync(server.Hub, ("Authorization", $"Bearer {token}"));

    private static async Task<GuestTokenResult> RenewAsync(ChatServer server, GuestTokenResult guest)
    {
        using var answer = await AskAsync(server, ChatPaths.GuestToken, guest.AccessToken, JsonContent.Create(new { name = guest.Name }));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<GuestTokenResult>())!;
    }

    private static async Task<HttpResponseMessage> AskAsync(ChatServer server, string path, string token, HttpContent? body)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request).WaitAsync(TestClient.Deadline);
    }
}
