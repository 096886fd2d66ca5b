using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Auth.Tokens;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Connections;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Users;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Another token for an open connection: taken if it is a good one of the same user; otherwise nothing changes.</summary>
public sealed class ReauthenticationTests : IAsyncLifetime, IDisposable
{
    private TokenIssuer _issuer = null!;
    private ChatServer _server = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _server = new ChatServer(
            new(_issuer.Settings) { ["Chat:Liveness:SweepInterval"] = "00:00:00.100" }, ForcedStanding.Register);
    }

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_connection_lives_as_long_as_its_newest_token(string protocol)
    {
        await using var alice = await ConnectAsync(Token("alice", seconds: 60), protocol);
        var ends = TimeProvider.System.GetUtcNow().AddHours(1);

        var answer = await AskAsync(alice, Token("alice", seconds: 3_600));

        Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds(answer.ExpiresAt), ends.AddSeconds(-2), ends.AddSeconds(20));
        var connection = Assert.Single(_server.Get<LocalConnections>().OfUser("alice"));
        Assert.Equal(answer.ExpiresAt, connection.Token.ExpiresAt?.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_connection_ends_with_its_newest_token_and_not_with_the_first()
    {
        await using var alice = await ConnectAsync(Token("alice", seconds: 600), "json");

        await AskAsync(alice, Token("alice", seconds: 5));

        Assert.Equal(SessionEndCodes.TokenExpired, (await alice.NextAsync<SessionEnd>()).Code);
    }

    [Fact]
    public async Task A_token_that_the_door_refuses_is_refused_and_the_connection_goes_on()
    {
        await using var alice = await ConnectAsync(Token("alice", seconds: 600), "json");
        await _server.Get<UserService>().RevokeAsync("alice", TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeMilliseconds());
        var guest = await _server.GuestAsync("alice");

        await RefusedAsync(ChatErrorCodes.InvalidArgument, "");
        await RefusedAsync(ChatErrorCodes.InvalidToken, "no.token");
        await RefusedAsync(ChatErrorCodes.InvalidToken, $"{Token("alice", 600)[..^8]}AAAAAAAA");
        await RefusedAsync(ChatErrorCodes.InvalidToken, Token("alice", seconds: -10));
        await RefusedAsync(ChatErrorCodes.InvalidToken, _issuer.Mint("alice", draft => draft.Claims["aud"] = "another"));
        await RefusedAsync(ChatErrorCodes.InvalidToken, _issuer.Mint("alice", draft => draft.Claims["iat"] = 1_000_000));
        await RefusedAsync(ChatErrorCodes.Forbidden, Token("bob", 600));
        await RefusedAsync(ChatErrorCodes.Forbidden, guest.AccessToken);
        await _server.Get<UserService>().SetBannedAsync("bob", isBanned: true);
        await RefusedAsync(ChatErrorCodes.Forbidden, Token("bob", 600));

        // A room that the token does not permit would stay joined.
        await alice.JoinAsync("lobby");
        var narrow = _issuer.Mint("alice", draft =>
        {
            draft.Claims["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            draft.Claims["chat"] = new { rooms = new[] { "attic" } };
        });
        await RefusedAsync(ChatErrorCodes.Forbidden, narrow);
        await alice.SendAsync("lobby", "goes on");
        await AskAsync(alice, Token("alice", seconds: 900));

        async Task RefusedAsync(string code, string token)
        {
            var refused = await Assert.ThrowsAsync<HubException>(() => AskAsync(alice, token));
            Assert.Contains($"HubException: {code}: ", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Regression: a client that renewed its token in the second of a revocation took the refusal for final.</summary>
    [Theory]
    [InlineData(TokenStanding.FromTheFuture, true)]
    [InlineData(TokenStanding.RevokedJustNow, true)]
    [InlineData(TokenStanding.Revoked, false)]
    public async Task A_token_that_only_the_time_is_against_may_be_tried_again(object standing, bool isRetried)
    {
        await using var alice = await ConnectAsync(Token("alice", seconds: 600), "json");
        _server.Get<ForcedStanding>().Instead = (TokenStanding)standing;

        var refused = await Assert.ThrowsAsync<HubException>(() => AskAsync(alice, Token("alice", 600)));

        Assert.Contains($"HubException: {ChatErrorCodes.InvalidToken}: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(isRetried, refused.Message.EndsWith("Retry after 1000 ms.", StringComparison.Ordinal));
    }

    /// <summary>The connection counts as signed in by its newest token, and so survives a revocation of the first one.</summary>
    [Fact]
    public async Task A_revocation_of_the_first_token_does_not_end_a_connection_with_another()
    {
        await using var alice = await ConnectAsync(Token("alice", 600, issuedAgo: 100), "json");
        await using var old = await ConnectAsync(Token("alice", 600, issuedAgo: 100), "json");
        await AskAsync(alice, Token("alice", 600, issuedAgo: 1));

        await _server.Get<UserService>().RevokeAsync("alice", TimeProvider.System.GetUtcNow().AddSeconds(-50).ToUnixTimeMilliseconds());

        Assert.Equal(SessionEndCodes.TokenRevoked, (await old.NextAsync<SessionEnd>()).Code);
        await alice.JoinAsync("lobby");
    }

    /// <summary>A record writes its members into its text, which may get into a log.</summary>
    [Fact]
    public void The_text_of_a_request_has_no_token() =>
        Assert.DoesNotContain("secret", new ReauthenticateRequest { AccessToken = "secret" }.ToString(), StringComparison.Ordinal);

    private string Token(string user, int seconds, int issuedAgo = 0) => _issuer.Mint(user, draft =>
    {
        draft.ExpiresIn = TimeSpan.FromSeconds(seconds);
        draft.Claims["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - issuedAgo;
    });

    private Task<TestClient> ConnectAsync(string token, string protocol) =>
        TestClient.ConnectAsync(_server, new GuestTokenResult { AccessToken = token }, protocol);

    private static Task<ReauthenticateResult> AskAsync(TestClient client, string token) => client.CallAsync<ReauthenticateResult>(
        nameof(IChatHub.Reauthenticate), new ReauthenticateRequest { AccessToken = token });

    /// <summary>The standing of every token, as if the clock or a revocation were so at this moment.</summary>
    private sealed class ForcedStanding(TokenRevocation inner) : ITokenRevocation
    {
        public TokenStanding? Instead { get; set; }

        public static void Register(IServiceCollection services)
        {
            services.AddSingleton<TokenRevocation>();
            services.AddSingleton<ForcedStanding>();
            services.AddSingleton<ITokenRevocation>(provider => provider.GetRequiredService<ForcedStanding>());
        }

        public async ValueTask<TokenStanding> CheckAsync(string userId, long? issuedAt, CancellationToken cancellationToken) =>
            Instead ?? await inner.CheckAsync(userId, issuedAt, cancellationToken);

        public Task<TokenStanding> CheckStoredAsync(string userId, long? issuedAt, CancellationToken cancellationToken) =>
            inner.CheckStoredAsync(userId, issuedAt, cancellationToken);

        public ValueTask<DateTimeOffset> TimeOfIssueAsync(CancellationToken cancellationToken) => inner.TimeOfIssueAsync(cancellationToken);
    }
}
