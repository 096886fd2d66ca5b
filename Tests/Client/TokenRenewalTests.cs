using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SignalRChat.Client;
using SignalRChat.Client.Internal;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

public sealed class TokenRenewalTests
{
    private static readonly DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private int _asked;

    [Fact]
    public async Task An_open_connection_gets_another_token_before_its_own_ends()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(
            AppClient.Options(server) with { AccessTokenProvider = _ => NextAsync(TimeSpan.FromSeconds(2)) });
        await client.Chat.ConnectAsync();

        // Those of a connect are in a header, as "Bearer …".
        await Eventually.TrueAsync(
            () => server.Tokens.Distinct().Count(token => !token.Contains(' ', StringComparison.Ordinal)) >= 2, "two further tokens");

        Assert.Equal(1, client.Connects);
        Assert.DoesNotContain(client.States, change => change.State == ChatConnectionState.Reconnecting);
    }

    [Fact]
    public async Task With_an_older_server_no_call_notices_the_new_connection_that_a_token_needs()
    {
        await using var server = await FakeServer.StartAsync();
        server.Reauthenticates = false;
        await using var client = new AppClient(
            AppClient.Options(server) with { AccessTokenProvider = _ => NextAsync(TimeSpan.FromSeconds(1)) });
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");

        while (client.Connects < 3)
        {
            await client.Chat.SendAsync("lobby", "text");
            await client.Chat.GetHistoryAsync("lobby");
        }

        await client.UntilCaughtUpAsync(server.Room("lobby"));
        Assert.Equal(client.Revisions.Order().Distinct(), client.Revisions);
        Assert.All(
            client.States.Where(change => change.State == ChatConnectionState.Reconnecting),
            change => Assert.Equal(TimeSpan.Zero, change.RetryIn));
        Assert.True(server.Tokens.Distinct().Count() >= 3);
    }

    /// <summary>
    /// Regression: a token that was refused only by a clock was followed by another one at half of the time that was left.
    /// </summary>
    [Fact]
    public async Task A_token_that_may_be_good_later_is_followed_by_another_one_soon()
    {
        var life = TimeSpan.FromMinutes(10);
        await using var server = await FakeServer.StartAsync();
        server.Faults.Refuse(nameof(IChatHub.Reauthenticate), "invalid-token: The token was revoked. Retry after 100 ms.");
        await using var client = new AppClient(AppClient.Options(server) with
        {
            // Each has a fifth of its life left, so it is replaced at once.
            AccessTokenProvider = _ => Task.FromResult<string?>(
                Token(TimeProvider.System.GetUtcNow() - (life * 0.8), life, Interlocked.Increment(ref _asked))),
        });
        await client.Chat.ConnectAsync();

        await Eventually.TrueAsync(
            () => server.Tokens.Any(token => !token.Contains(' ', StringComparison.Ordinal)), "a token that is accepted");

        Assert.Equal(1, client.Connects);
    }

    [Fact]
    public async Task A_retry_that_the_server_asks_for_is_doubled_and_ends_with_a_good_token()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(_now);
        var keeper = new TokenKeeper(_ => Task.FromResult<string?>(Token(_now, TimeSpan.FromSeconds(100), ++_asked)), time);
        await keeper.ForConnectAsync(default);
        time.Advance(TimeSpan.FromSeconds(80));
        await keeper.TryRenewAsync(default);
        keeper.Rejected(TimeSpan.FromSeconds(2));

        Assert.Null(keeper.Ahead);
        Assert.Equal([2, 4, 8, 10, 10], new[] { 1, 2, 3, 4, 9_000 }.Select(tries => keeper.UntilRenewal(tries)!.Value.TotalSeconds));
        keeper.Connected();
        Assert.Equal(10, keeper.UntilRenewal(1)!.Value.TotalSeconds);
    }

    [Fact]
    public async Task A_provider_with_nothing_new_is_asked_again_and_the_connection_stays()
    {
        await using var server = await FakeServer.StartAsync();
        var token = await NextAsync(TimeSpan.FromSeconds(3));
        var asked = new SemaphoreSlim(0);
        await using var client = new AppClient(AppClient.Options(server) with
        {
            AccessTokenProvider = _ =>
            {
                asked.Release();
                return Task.FromResult(token);
            },
        });
        await client.Chat.ConnectAsync();
        while (asked.CurrentCount > 0)
            await asked.WaitAsync();

        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, client.Connects);
    }

    /// <summary>
    /// Regression: a node whose clock was ahead by more than a token's lifetime sent every client away for good.
    /// </summary>
    [Fact]
    public async Task A_token_that_only_the_servers_clock_is_against_is_brought_again()
    {
        await using var server = await RefusingAsync();
        await using var client = Holding(server, Token(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5), 1));

        var connecting = client.Chat.ConnectAsync();
        await client.UntilAsync(() => client.States.Any(change => change.Attempt == 2));
        server.Status = null;

        await connecting.WaitAsync(_deadline);
    }

    [Fact]
    public async Task A_token_that_is_over_by_this_machines_clock_too_is_not_brought_again()
    {
        await using var server = await RefusingAsync();
        await using var client = Holding(server, Token(TimeProvider.System.GetUtcNow().AddMinutes(-10), TimeSpan.FromMinutes(5), 1));

        await Assert.ThrowsAsync<ChatAuthenticationException>(() => client.Chat.ConnectAsync().WaitAsync(_deadline));
    }

    [Fact]
    public async Task A_clock_that_is_behind_does_not_bring_a_dead_token_for_longer_than_it_lived()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(_now);
        var keeper = new TokenKeeper(_ => Task.FromResult<string?>(Token(_now.AddHours(5), TimeSpan.FromSeconds(60), 1)), time);
        await keeper.ForConnectAsync(default);
        keeper.Untimely();

        Assert.True(keeper.IsGoodElsewhere);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(keeper.IsGoodElsewhere);
    }

    [Theory]
    [InlineData(100, 0, 80)]
    [InlineData(100, 60, 20)]
    [InlineData(100, 90, 0)]
    public async Task It_is_asked_for_when_a_fifth_of_the_life_is_left(int life, int age, int expected)
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(_now);
        var keeper = new TokenKeeper(_ => Task.FromResult<string?>(Token(_now.AddSeconds(-age), TimeSpan.FromSeconds(life), 1)), time);
        await keeper.ForConnectAsync(default);

        Assert.Equal(TimeSpan.FromSeconds(expected), keeper.UntilRenewal(0));
        time.Advance(keeper.UntilRenewal(0)!.Value);
        Assert.Equal(Math.Min(life / 5, life - age) / 2.0, keeper.UntilRenewal(1)!.Value.TotalSeconds, 3);
        time.Advance(TimeSpan.FromSeconds(life));
        Assert.Null(keeper.UntilRenewal(2));
    }

    [Fact]
    public void A_clock_that_is_wrong_still_leaves_the_length() =>
        Assert.Equal(_now.AddSeconds(60), TokenLife.Of(Token(_now.AddHours(-5), TimeSpan.FromSeconds(60), 1), _now)!.Ends);

    [Fact]
    public void A_token_may_last_to_the_end_of_time()
    {
        var yesterday = _now.AddDays(-1);
        var untilTheEndOfTime = DateTimeOffset.MaxValue.AddSeconds(-1) - yesterday;
        Assert.True(TokenLife.Of(Token(yesterday, untilTheEndOfTime, 1), _now)!.MayLast > _now.AddYears(1_000));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("e30.W10.x")]
    [InlineData("e30.e30.x")]
    [InlineData("e30.eyJleHAiOiJzb29uIn0.x")]
    [InlineData("e30.eyJleHAiOjFlMzB9.x")]
    public void A_token_that_does_not_say_when_it_ends_is_taken_as_it_is(string? token) => Assert.Null(TokenLife.Of(token, _now));

    /// <summary>By this clock no token is valid.</summary>
    private static async Task<FakeServer> RefusingAsync()
    {
        var server = await FakeServer.StartAsync();
        (server.Status, server.RetryAfter) = (401, 1);
        return server;
    }

    private static AppClient Holding(FakeServer server, string token) =>
        new(AppClient.Options(server) with { AccessTokenProvider = _ => Task.FromResult<string?>(token) });

    private Task<string?> NextAsync(TimeSpan life) =>
        Task.FromResult<string?>(Token(TimeProvider.System.GetUtcNow(), life, Interlocked.Increment(ref _asked)));

    private static string Token(DateTimeOffset from, TimeSpan life, int number)
    {
        var begins = from.ToUnixTimeMilliseconds() / 1000.0;
        var claims = string.Create(
            CultureInfo.InvariantCulture, $$"""{"iat":{{begins}},"exp":{{begins + life.TotalSeconds}},"n":{{number}}}""");
        return $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.x";
    }
}
