using System.Net;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

public sealed class ConnectionTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_first_connect_is_tried_again_until_the_server_is_there()
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = 503;
        await using var client = new AppClient(AppClient.Options(server));

        var connecting = client.Chat.ConnectAsync();
        await client.UntilAsync(() => client.States.Any(change => change.Attempt == 3));
        server.Status = null;

        await connecting.WaitAsync(_deadline);
        Assert.Equal(ChatConnectionState.Connected, client.Chat.State);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refused_credentials_stop_the_first_connect(int status)
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = status;
        await using var client = new AppClient(AppClient.Options(server));

        var refused = await Assert.ThrowsAsync<ChatAuthenticationException>(() => client.Chat.ConnectAsync().WaitAsync(_deadline));

        Assert.Equal((HttpStatusCode)status, refused.StatusCode);
        Assert.Equal(ChatConnectionState.Closed, client.Chat.State);
    }

    /// <summary>Regression: a token that the app had kept and that was revoked since stopped the client.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_first_401_the_provider_is_asked_for_another_token(bool isRevoked)
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = 401;
        var asked = 0;
        await using var client = new AppClient(AppClient.Options(server) with
        {
            AccessTokenProvider = _ =>
            {
                if (Interlocked.Increment(ref asked) == 2 && !isRevoked)
                    server.Status = null;
                return Task.FromResult<string?>("token");
            },
        });

        var connecting = client.Chat.ConnectAsync().WaitAsync(_deadline);

        if (isRevoked)
            await Assert.ThrowsAsync<ChatAuthenticationException>(() => connecting);
        else
            await connecting;
        var end = isRevoked ? ChatConnectionState.Closed : ChatConnectionState.Connected;
        await client.UntilAsync(() => client.States.LastOrDefault()?.State == end);
        Assert.Single(client.States, change => change.Attempt > 0);
    }

    [Fact]
    public async Task Refused_credentials_stop_a_reconnect_and_what_waits_learns_it()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        server.Status = 401;
        server.Faults.CutBefore(nameof(IChatHub.SendMessage));

        await Assert.ThrowsAsync<ChatAuthenticationException>(() => client.Chat.SendAsync("lobby", "text").WaitAsync(_deadline));

        await client.UntilAsync(() => client.States.Last().State == ChatConnectionState.Closed);
        Assert.IsType<ChatAuthenticationException>(client.States.Last().Error);
    }

    [Fact]
    public async Task A_close_for_good_ends_the_client_and_it_can_be_connected_again()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");

        server.AbortAll();
        await client.UntilAsync(() => client.States.Last().State == ChatConnectionState.Closed);
        await client.Chat.ConnectAsync().WaitAsync(_deadline);

        await client.UntilAsync(() => client.Rejoins.Count == 1);
    }

    [Fact]
    public async Task A_session_that_ends_with_reconnect_resumes_although_SignalR_stops()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");

        await server.EndSessionsAsync(new() { Code = SessionEndCodes.TokenExpired, Reconnect = true });
        server.AbortAll();

        await client.UntilAsync(() => client.Rejoins.Count == 1);
        Assert.Equal(SessionEndCodes.TokenExpired, Assert.Single(client.Endings).Code);
        Assert.DoesNotContain(client.States, change => change.State == ChatConnectionState.Closed);
    }

    [Fact]
    public async Task A_session_that_ends_without_reconnect_stays_ended_however_the_connection_goes()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);

        await server.EndSessionsAsync(new() { Code = "banned", Reconnect = false });
        await client.UntilAsync(() => client.Endings.Count == 1);
        server.BreakAll();

        await client.UntilAsync(() => client.States.Last().State == ChatConnectionState.Closed);
        Assert.Equal("banned", Assert.IsType<ChatDisconnectedException>(client.States.Last().Error).Code);
    }

    [Fact]
    public async Task The_token_provider_is_asked_before_each_connect()
    {
        await using var server = await FakeServer.StartAsync();
        var asked = 0;
        await using var client = new AppClient(
            AppClient.Options(server) with
            {
                AccessTokenProvider = _ => Task.FromResult<string?>($"token-{Interlocked.Increment(ref asked)}"),
            });
        await client.Chat.ConnectAsync();
        var before = Volatile.Read(ref asked);

        server.BreakAll();
        await client.UntilAsync(() => client.States.Count(change => change.State == ChatConnectionState.Connected) == 2);

        Assert.Contains($"Bearer token-{before + 1}", server.Tokens);
    }

    [Fact]
    public async Task A_call_before_the_first_connect_says_what_to_do()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(AppClient.Options(server));

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.Chat.SendAsync("lobby", "text"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.Chat.JoinAsync("lobby"));
    }

    [Fact]
    public async Task A_connect_that_is_given_up_can_be_begun_again()
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = 503;
        await using var client = new AppClient(AppClient.Options(server));
        using var giveUp = new CancellationTokenSource();

        var connecting = client.Chat.ConnectAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        server.Status = null;

        await client.Chat.ConnectAsync().WaitAsync(_deadline);
    }
}
