using System.Net;
using SignalRChat.Client;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

/// <summary>When the client reconnects, and when it does not.</summary>
public sealed class ReconnectTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_node_that_drains_is_left_alone_for_as_long_as_it_asked()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);

        var began = TimeProvider.System.GetTimestamp();
        await server.DrainAsync(1_000);
        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        server.BreakAll();

        await client.UntilAsync(() => client.Connects == 2);
        var first = client.States.First(change => change.State == ChatConnectionState.Reconnecting);
        // The remaining time, counted from the server's answer, plus the backoff.
        Assert.InRange(first.RetryIn.TotalMilliseconds, 0, 1_100);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds, 900, double.MaxValue);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_connect_refused_with_Retry_After_is_tried_again_no_sooner(int status)
    {
        await using var server = await FakeServer.StartAsync();
        (server.Status, server.RetryAfter) = (status, 1);
        await using var client = new AppClient(AppClient.Options(server));

        var connecting = client.Chat.ConnectAsync();
        await client.UntilAsync(() => client.States.Any(change => change.Attempt == 1));
        server.Status = null;

        await connecting.WaitAsync(_deadline);
        Assert.InRange(client.States.Single(change => change.Attempt == 1).RetryIn.TotalMilliseconds, 700, 1_100);
    }

    [Fact]
    public async Task A_first_connect_that_is_given_up_says_after_how_many_tries()
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = 503;
        await using var client = new AppClient(Giving(AppClient.Options(server), tries: 3));

        var gaveUp = await Assert.ThrowsAsync<ChatDisconnectedException>(() => client.Chat.ConnectAsync().WaitAsync(_deadline));

        Assert.Contains("all 3 attempts failed", gaveUp.Message);
        Assert.Equal(ChatConnectionState.Closed, client.Chat.State);
    }

    [Fact]
    public async Task A_reconnect_that_is_given_up_closes_the_client_and_fails_what_waits()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(Giving(AppClient.Options(server), tries: 2));
        await client.Chat.ConnectAsync();
        server.Status = 503;

        server.BreakAll();
        await client.UntilAsync(() => client.States.Any(change => change.State == ChatConnectionState.Reconnecting));

        await Assert.ThrowsAsync<ChatDisconnectedException>(() => client.Chat.SendAsync("lobby", "text").WaitAsync(_deadline));
        await client.UntilAsync(() => client.States.Last().State == ChatConnectionState.Closed);
        Assert.Equal(2, client.States.Count(change => change.State == ChatConnectionState.Reconnecting));
    }

    [Fact]
    public async Task A_server_that_drops_everybody_it_takes_in_is_not_hammered()
    {
        await using var server = await FakeServer.StartAsync();
        server.DropsAtOnce = true;
        await using var client = new AppClient(AppClient.Options(server) with
        {
            Backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(640), () => 0.999),
        });

        await client.Chat.ConnectAsync();
        await client.UntilAsync(() => client.States.Any(change => change.RetryIn > TimeSpan.FromMilliseconds(300)));

        Assert.DoesNotContain(client.States, change => change.State == ChatConnectionState.Closed);
    }

    [Fact]
    public async Task After_a_ban_the_client_stays_away_although_the_token_still_stands()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);

        await server.EndSessionsAsync(new() { Code = "banned", Reconnect = false });
        server.AbortAll();
        await client.UntilAsync(() => client.States.Last().State == ChatConnectionState.Closed);

        var banned = Assert.IsType<ChatDisconnectedException>(client.States.Last().Error);
        Assert.Equal("banned", banned.Code);
        Assert.Contains("banned", banned.Message);
        server.Status = (int)HttpStatusCode.Forbidden;
        var refused = await Assert.ThrowsAsync<ChatAuthenticationException>(() => client.Chat.ConnectAsync().WaitAsync(_deadline));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static ChatClientOptions Giving(ChatClientOptions options, int tries) => options with
    {
        Backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20), () => 0.5) { MaxTries = tries },
    };
}
