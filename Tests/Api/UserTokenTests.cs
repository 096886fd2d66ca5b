using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using SignalRChat.Auth.Tokens;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Api;

public sealed class UserTokenTests(ApiServer api) : IClassFixture<ApiServer>
{
    private const string Bearer = "Authentication:Schemes:Bearer";

    private static readonly string[] _keys = [NewKey(), NewKey()];

    [Fact]
    public async Task A_backend_gives_its_users_tokens_and_replaces_the_key_without_a_break()
    {
        using var before = new ChatServer(Settings(_keys[0]));
        using var between = new ChatServer(Settings(_keys[1], _keys[0]));
        using var after = new ChatServer(Settings(_keys[1]));

        var old = await AskAsync(before, """{"userId":"ann|1","name":"  Ann ","ttl":60}""");
        var given = await AskAsync(between, """{"userId":"ann|1"}""");

        Assert.Equal(("ann|1", "Ann"), (old.Json.GetProperty("userId").GetString(), old.Json.GetProperty("name").GetString()));
        Assert.Equal("ann|1", given.Json.GetProperty("name").GetString());
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(given.Json.GetProperty("expiresAt").GetInt64());
        Assert.InRange((expiresAt - TimeProvider.System.GetUtcNow()).TotalSeconds, 3_500, 3_600);
        foreach (var (server, token) in new[] { (before, old), (between, old), (between, given), (after, given) })
            Assert.Equal("ann|1", await ConnectAsync(server, token));
        await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(after, old));
    }

    [Theory]
    [InlineData("""{"userId":"ann","ttl":59}""", "ttl")]
    [InlineData("""{"userId":"ann","ttl":86401}""", "ttl")]
    [InlineData("""{"userId":"ann","ttl":"60"}""", "ttl must be a whole number")]
    [InlineData("""{"userId":"ann","ttl":60.5}""", "ttl must be a whole number")]
    [InlineData("""{"userId":"ann","ttl":3000000000}""", "ttl must be a whole number")]
    [InlineData("""{"userId":"guest-0123456789abcdef0123456789abcdef"}""", "userId")]
    [InlineData("""{"name":"Ann"}""", "userId")]
    [InlineData("""{"userId":".."}""", "userId")]
    [InlineData("""{"userId":"\u200b","name":"Ann"}""", "userId")]
    [InlineData("""{"userId":"ann","name":" "}""", "name")]
    [InlineData("""{"userId":"ann","role":"owner"}""", "unknown field role")]
    [InlineData("""{"userId":"ann","chat":[]}""", "chat")]
    [InlineData("""{"userId":"ann","chat":{"role":"owner"}}""", "chat")]
    [InlineData("""{"userId":"ann","chat":{"rooms":["A"]}}""", "chat")]
    [InlineData("""{"userId":"ann","chat":{"rooms":["\ud800"]}}""", "chat")]
    [InlineData("""{"userId":"ann","chat":{"\ud800":1}}""", "")]
    [InlineData("""{"userId":"ann","chat":{"room":["shop.*"]}}""", "chat has an unknown field room; expected rooms, create, role, act")]
    [InlineData("""{"userId":"ann","chat":{"rooms":["shop.*"],"rooms":["*"]}}""", "chat has rooms more than once")]
    public async Task A_malformed_request_is_refused_and_names_what_is_wrong(string body, string named)
    {
        var answer = await AskAsync(api.Server, body);

        answer.IsProblem(400, ChatErrorCodes.InvalidArgument);
        Assert.Contains(named, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_key_says_so() =>
        (await AskAsync(api.Server, """{"userId":"ann"}""")).IsProblem(501, "no-signing-key");

    [Fact]
    public void Three_keys_of_an_issuer_are_refused()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(_keys[0], _keys[1], _keys[0])).Build();

        var problem = Assert.Single(new BearerSettings(configuration.GetSection(Bearer)).Problems());

        Assert.Contains($"{Bearer}:SigningKeys contains 3 keys of shop", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_permits_what_its_chat_claim_says()
    {
        using var server = new ChatServer(Settings(NewKey()));
        var token = await AskAsync(server, """{"userId":"ann","chat":{"rooms":["shop.*"],"role":"member"}}""");
        await using var ann = await TestClient.ConnectAsync(server, UserOf(token), "json");

        await ann.JoinAsync("shop.1");
        var refused = await Assert.ThrowsAsync<HubException>(() => ann.JoinAsync("lobby"));

        Assert.Contains(ChatErrorCodes.Forbidden, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Regression: with the time of issue of a node whose clock is ahead, a token outlived a revocation.</summary>
    [Fact]
    public async Task A_node_whose_clock_is_ahead_issues_tokens_by_the_clock_of_the_database()
    {
        var ahead = new ClockAhead(TimeSpan.FromMinutes(10));
        using var server = new ChatServer(Settings(NewKey()), services => services.AddSingleton<TimeProvider>(ahead));
        var token = (await AskAsync(server, """{"userId":"ann"}""")).Json.GetProperty("accessToken").GetString();
        var guest = await server.GuestAsync("gina");

        foreach (var issued in new[] { token, guest.AccessToken })
        {
            var read = new JsonWebToken(issued);
            Assert.InRange(read.IssuedAt, DateTime.MinValue, TimeProvider.System.GetUtcNow().UtcDateTime);
            Assert.InRange(read.ValidTo - ahead.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
        }
    }

    private static Task<Answer> AskAsync(ChatServer server, string body) =>
        ApiServer.AskAsync(server, "/tokens", ApiServer.KeyOf("all"), "POST", body);

    private static async Task<string> ConnectAsync(ChatServer server, Answer token)
    {
        await using var client = await TestClient.ConnectAsync(server, UserOf(token), "json");
        var joined = await client.JoinAsync("lobby");
        return Assert.Single(joined.Present).UserId;
    }

    private static GuestTokenResult UserOf(Answer token) => new() { AccessToken = token.Json.GetProperty("accessToken").GetString()! };

    private sealed class ClockAhead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    internal static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    internal static Dictionary<string, string?> Settings(params string[] keys)
    {
        var settings = ApiServer.Key("all");
        (settings[$"{Bearer}:ValidAudiences:0"], settings[$"{Bearer}:ValidIssuers:0"]) = ("chat", "shop");
        for (var i = 0; i < keys.Length; i++)
        {
            settings[$"{Bearer}:SigningKeys:{i}:Issuer"] = "shop";
            settings[$"{Bearer}:SigningKeys:{i}:Value"] = keys[i];
        }
        return settings;
    }
}
