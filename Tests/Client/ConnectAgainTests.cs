using System.Net;
using System.Net.Sockets;
using SignalRChat.Client;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

/// <summary>
/// Regression: a new connect while the previous connection was still closing failed, as if the app had connected twice.
/// </summary>
public sealed class ConnectAgainTests : IAsyncLifetime
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private FakeServer _server = null!;
    private TcpProxy _proxy = null!;

    private ChatClientOptions Options => AppClient.Options(_server) with { Url = _proxy.Url };

    public async Task InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _proxy = TcpProxy.Start(_server.Url);
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_connect_may_follow_one_that_was_cancelled_at_once()
    {
        await using var client = new AppClient(Options);
        _proxy.BlackHole();
        using var giveUp = new CancellationTokenSource();
        var first = client.Chat.ConnectAsync(giveUp.Token);
        await Eventually.TrueAsync(() => _proxy.Links > 0, "The proxy has a link");
        // From within the cancellation, when the first connect cannot have completed.
        Task? second = null;
        await using var registration = giveUp.Token.Register(() =>
        {
            _proxy.Pass();
            second = client.Chat.ConnectAsync();
        });

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(_deadline));
        await second!.WaitAsync(_deadline);
        Assert.Equal(ChatConnectionState.Connected, client.Chat.State);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.Chat.ConnectAsync());
    }

    /// <summary>
    /// Regression: a connect that was cancelled while the server had not answered the upgrade ended as an unexpected error.
    /// </summary>
    [Fact]
    public async Task A_connect_that_is_cancelled_during_the_upgrade_ends_as_cancelled()
    {
        var asked = _server.UnansweredUpgrade = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = new AppClient(Options);
        using var giveUp = new CancellationTokenSource();
        var connect = client.Chat.ConnectAsync(giveUp.Token);
        await asked.Task.WaitAsync(_deadline);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connect.WaitAsync(_deadline));
        Assert.Equal(ChatConnectionState.Disconnected, client.Chat.State);
    }

    /// <summary>
    /// Regression: SignalR reads a negotiate's answer without its cancellation token, so one that stopped in the middle was waited
    /// for without end.
    /// </summary>
    [Fact]
    public async Task An_answer_that_stops_in_the_middle_is_given_up_and_asked_for_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var client = new AppClient(
            Options with { Url = new($"http://{listener.LocalEndpoint}"), ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        var connecting = client.Chat.ConnectAsync();

        using var first = await AnswerHalfAsync(listener);
        using var second = await AnswerHalfAsync(listener);

        Assert.False(connecting.IsCompleted);
    }

    [Fact]
    public async Task A_connect_from_the_handler_that_hears_of_the_end_connects()
    {
        var backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), () => 1) { MaxTries = 0 };
        await using var client = new AppClient(Options with { Backoff = backoff });
        var outcomes = new List<Task>();
        var again = new TaskCompletionSource();
        client.Chat.ConnectionChanged += async change =>
        {
            if (change.State != ChatConnectionState.Closed)
                return;
            outcomes.Add(client.Chat.ConnectAsync());
            if (outcomes.Count == 3)
                again.SetResult();
            await outcomes[^1];
        };
        await client.Chat.ConnectAsync().WaitAsync(_deadline);
        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);

        for (var i = 1; i <= 3; i++)
        {
            _proxy.Reset();
            await Eventually.EqualAsync(i, () => outcomes.Count, "Connects made");
            await outcomes[i - 1].WaitAsync(_deadline);
        }

        await again.Task.WaitAsync(_deadline);
        Assert.Equal(ChatConnectionState.Connected, client.Chat.State);
        Assert.NotNull(await client.Chat.JoinAsync("attic").WaitAsync(_deadline));
    }

    private static async Task<Socket> AnswerHalfAsync(TcpListener listener)
    {
        var socket = await listener.AcceptSocketAsync().WaitAsync(_deadline);
        await socket.ReceiveAsync(new byte[4096]).WaitAsync(_deadline);
        await socket.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{"u8.ToArray());
        return socket;
    }
}
