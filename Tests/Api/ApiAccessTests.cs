using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

/// <summary>Which callers the API takes: keys, tokens of its own issuer, and no user.</summary>
public sealed class ApiAccessTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Path = "/rooms/nowhere/updates";

    [Fact]
    public async Task Without_a_key_nothing_is_answered()
    {
        var answer = await api.GetAsync(Path, key: null);

        answer.IsProblem(401, "unauthenticated");
        Assert.Equal("Bearer", answer.Challenge);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("ALL")]
    public async Task A_key_that_is_not_configured_is_refused(string key) =>
        (await api.GetAsync(Path, key)).IsProblem(401, "unauthenticated");

    [Fact]
    public async Task A_user_is_no_backend()
    {
        var guest = await api.Server.GuestAsync("gina");

        (await ApiServer.AskAsync(api.Server, Path, guest.AccessToken)).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_key_is_no_user()
    {
        using var http = new HttpClient { BaseAddress = api.Server.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ApiServer.KeyOf("all"));

        using var answer = await http.PostAsync(new Uri("/hubs/chat/negotiate?negotiateVersion=1", UriKind.Relative), null);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("messages", 404)]
    [InlineData("read", 404)]
    [InlineData("rooms", 403)]
    [InlineData("users", 403)]
    [InlineData("webhooks", 403)]
    public async Task A_key_may_do_what_its_scopes_say(string scope, int status)
    {
        var answer = await api.GetAsync(Path, scope);

        answer.IsProblem(status, status == 403 ? "forbidden" : "room-not-found");
    }

    [Fact]
    public async Task Two_keys_of_a_name_are_good_while_one_replaces_the_other()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Api:Keys:shop:Sha256:0"] = ApiServer.HashOf("old"),
            ["Api:Keys:shop:Sha256:1"] = ApiServer.HashOf("new").ToUpperInvariant(),
            ["Api:Keys:shop:Scopes:0"] = "read",
        };
        using var server = new ChatServer(settings);

        foreach (var key in new[] { "old", "new" })
            (await ApiServer.AskAsync(server, Path, ApiServer.KeyOf(key))).IsProblem(404, "room-not-found");
        (await ApiServer.AskAsync(server, Path, ApiServer.KeyOf("other"))).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Without_configuration_there_is_no_API()
    {
        using var server = new ChatServer();

        Assert.Equal(404, (await ApiServer.AskAsync(server, Path, ApiServer.KeyOf("all"))).Status);
    }

    [Fact]
    public async Task A_client_credentials_token_of_the_authority_is_a_backend()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var settings = new Dictionary<string, string?>(issuer.Settings)
        {
            ["Api:Authority"] = issuer.Authority,
            ["Api:Audience"] = "chat-api",
        };
        using var server = new ChatServer(settings);

        Task<Answer> AskAsync(Action<TokenDraft> change) => ApiServer.AskAsync(server, Path, issuer.Mint("backend", change));
        foreach (var claim in new[] { "scope", "scp" })
            (await AskAsync(Of("chat-api", claim, "openid read"))).IsProblem(404, "room-not-found");
        (await AskAsync(Of("chat-api", "roles", new[] { "messages" }))).IsProblem(404, "room-not-found");
        (await AskAsync(Of("chat-api", "scope", "rooms"))).IsProblem(403, "forbidden");
        (await AskAsync(Of("chat-api", "scope", "readers"))).IsProblem(403, "forbidden");

        // A user's token has the other audience.
        (await AskAsync(Of(TokenIssuer.Audience, "scope", "read"))).IsProblem(401, "unauthenticated");
        (await AskAsync(draft =>
        {
            Of("chat-api", "scope", "read")(draft);
            draft.ExpiresIn = TimeSpan.FromMinutes(-1);
        })).IsProblem(401, "unauthenticated");

        // Tokens of users have the same checks (MalformedTokens).
        (await AskAsync(draft =>
        {
            Of("chat-api", "scope", "read")(draft);
            draft.Header["crit"] = new[] { "b64" };
        })).IsProblem(401, "unauthenticated");
        (await AskAsync(draft =>
        {
            Of("chat-api", "scope", "rooms")(draft);
            draft.Rewrite = payload => $"{payload[..^1]},\"scope\":\"read\"}}";
        })).IsProblem(401, "unauthenticated");

        var old = issuer.Mint("backend", Of("chat-api", "scope", "read"));
        issuer.Rotate();
        (await AskAsync(Of("chat-api", "scope", "read"))).IsProblem(404, "room-not-found");
        (await ApiServer.AskAsync(server, Path, old)).IsProblem(401, "unauthenticated");
    }

    /// <summary>Regression: it was 401, by which a backend gives up or gets another token.</summary>
    [Fact]
    public async Task While_the_authority_has_never_answered_a_token_is_neither_good_nor_bad()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        issuer.Answers = false;
        var settings = new Dictionary<string, string?> { ["Api:Authority"] = issuer.Authority, ["Api:Audience"] = "chat-api" };
        using var server = new ChatServer(settings);

        var answer = await ApiServer.AskAsync(server, Path, issuer.Mint("backend", Of("chat-api", "scope", "read")));

        answer.IsProblem(503, "busy");
        Assert.NotNull(answer.RetryAfter);
    }

    private static Action<TokenDraft> Of(string audience, string claim, object scopes) =>
        draft => (draft.Claims["aud"], draft.Claims[claim]) = (audience, scopes);
}
