using SignalRChat.Hubs.Backplane;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>The node's log when a real Redis accepts its credentials, and when it does not.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class RedisAccessTests(PostgresFixture postgres)
{
    private const string Secret = "s3cret-of-redis";
    private const string Odd = "ab,cd=ef \"gh';$%i,";
    private const string Wrong = "another-s3cret";

    private static readonly string[] _all = ["~*", "&*", "+@all"];

    [Theory]
    [InlineData($",password={Wrong}", 2121, "WRONGPASS")]
    [InlineData($",user=nobody,password={Secret}", 2121, "WRONGPASS")]
    [InlineData("", 2121, "NOAUTH")]
    [InlineData($",user=deaf,password={Secret}", 2121, "NOPERM")]
    [InlineData($",user=blind,password={Secret}", 3503, "NOPERM")]
    public async Task A_refusal_of_Redis_is_named_once_and_without_the_password(string options, int eventId, string code)
    {
        using var redis = await StartAsync();
        using var server = await ServerAsync(redis.ConnectionString + options, password: null);

        await Eventually.HoldsAsync(
            () => Task.FromResult(server.HasLogged(eventId, code)),
            () => $"No event {eventId} with {code}:\n{string.Join('\n', server.Log())}");

        if (eventId == 2121)
            await Eventually.TrueAsync(() => server.Log().Any(line => line.Id.Id == 2122), "one more try");
        // Another trouble may come first: Redis closes the connection, and its answer is read too late.
        Assert.Single(server.Log(), line => line.Id.Id == eventId && line.Message.Contains(code, StringComparison.Ordinal));
        foreach (var line in server.Log())
        {
            Assert.DoesNotContain(Secret, $"{line.Message} {line.Exception}", StringComparison.Ordinal);
            Assert.DoesNotContain(Wrong, $"{line.Message} {line.Exception}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_password_with_commas_and_quotes_has_a_key_of_its_own()
    {
        using var redis = await StartAsync();
        using var server = await ServerAsync($"{redis.ConnectionString},user=odd", Odd);

        await Eventually.EqualAsync(null, () => server.Get<BackplaneState>().DegradedReason, "the degraded reason");
    }

    /// <summary>The permissions that docs/backplane.md names.</summary>
    [Fact]
    public async Task A_user_with_the_documented_permissions_is_enough()
    {
        using var redis = await StartAsync();
        using var server = await ServerAsync($"{redis.ConnectionString},user=least", Secret);

        await Eventually.TrueAsync(() => server.HasLogged(3501, ""), "the node shares");
        Assert.Null(server.Get<BackplaneState>().DegradedReason);
        Assert.DoesNotContain(server.Log(), line => line.Id.Id is 2121 or 3500 or 3503);
    }

    private static async Task<RedisServer> StartAsync()
    {
        var redis = await RedisServer.StartNewAsync();
        // The user deaf cannot subscribe to any channel. The user blind cannot read the other nodes' data.
        await redis.AskAsync("ACL", "SETUSER", "deaf", "on", $">{Secret}", "~*", "resetchannels", "+@all");
        await redis.AskAsync(["ACL", "SETUSER", "blind", "on", $">{Secret}", .. _all, "-smembers"]);
        await redis.AskAsync(["ACL", "SETUSER", "odd", "on", $">{Odd}", .. _all]);
        await redis.AskAsync("ACL", "SETUSER", "least", "on", $">{Secret}", "~node:*", "~nodes", "&*", "+@all", "-@dangerous", "+info");
        await redis.SetAsync("requirepass", Secret);
        return redis;
    }

    private async Task<ChatServer> ServerAsync(string connection, string? password)
    {
        var settings = new Dictionary<string, string?>
        {
            [NodeSettings.Postgres] = await postgres.Server.NewDatabaseAsync(),
            [NodeSettings.Redis] = connection,
            ["Chat:Nodes:StartWait"] = "00:00:00.100",
            ["Logging:LogLevel:SignalRChat"] = "Debug",
        };
        if (password is not null)
            settings["ConnectionStrings:RedisPassword"] = password;
        var server = new ChatServer(settings, ServerLog.Collect);
        return server;
    }
}
