using SignalRChat.Client;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client.Network;

/// <summary>
/// A silent network is worse than a broken one: the client's own clock must end everything that the client does.
/// </summary>
public sealed class SilentNetworkTests : IAsyncLifetime
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    private FakeServer _server = null!;
    private TcpProxy _proxy = null!;

    private ChatClientOptions Options => AppClient.Options(_server) with
    {
        Url = _proxy.Url,
        ConnectTimeout = TimeSpan.FromMilliseconds(300),
        CallTimeout = TimeSpan.FromMilliseconds(300),
        KeepAliveInterval = TimeSpan.FromMilliseconds(200),
        ServerTimeout = TimeSpan.FromMilliseconds(600),
        DisposeTimeout = TimeSpan.FromSeconds(1),
    };

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
    public async Task A_first_connect_into_a_black_hole_is_tried_again()
    {
        _proxy.BlackHole();
        await using var client = new AppClient(Options);

        var connecting = client.Chat.ConnectAsync();
        await client.UntilAsync(() => client.States.Any(change => change.Attempt == 2));
        _proxy.Pass();

        await connecting.WaitAsync(_deadline);
        Assert.IsType<TimeoutException>(client.States.First(change => change.Attempt == 2).Error);
    }

    [Fact]
    public async Task A_silent_connection_is_found_dead_and_the_retries_are_bounded_too()
    {
        await using var client = new AppClient(Options with { ServerTimeout = TimeSpan.FromSeconds(1) });
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");

        _proxy.BlackHole();
        var sent = client.Chat.SendAsync("lobby", "through");
        await client.UntilAsync(() => client.States.Any(change => change.Attempt >= 3));
        _proxy.Pass();

        Assert.Equal(1, (await sent.WaitAsync(_deadline)).Sequence);
        await client.UntilCaughtUpAsync(_server.Room("lobby"));
    }

    [Fact]
    public async Task A_half_open_connection_is_found_dead()
    {
        await using var client = new AppClient(Options with { ServerTimeout = TimeSpan.FromSeconds(1) });
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");

        _proxy.HalfOpen(Way.ToClient);
        await _server.PostAsync("lobby", 3);

        await client.UntilCaughtUpAsync(_server.Room("lobby"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_takes_no_longer_than_set_whatever_the_network_does(bool whileConnecting)
    {
        var client = new AppClient(Options with { ConnectTimeout = TimeSpan.FromMinutes(5), ServerTimeout = TimeSpan.FromMinutes(5) });
        if (!whileConnecting)
            await client.Chat.ConnectAsync();
        _proxy.BlackHole();
        var connecting = whileConnecting ? client.Chat.ConnectAsync() : Task.CompletedTask;

        var began = TimeProvider.System.GetTimestamp();
        await client.DisposeAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        if (whileConnecting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(_deadline));
    }

    [Fact]
    public async Task A_slow_network_is_slow_and_nothing_else()
    {
        await using var client = new AppClient(Options with
        {
            ConnectTimeout = _deadline,
            CallTimeout = _deadline,
            ServerTimeout = _deadline,
        });
        _proxy.Throttle(20_000);
        await client.Chat.ConnectAsync().WaitAsync(_deadline);
        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        _proxy.Delay(TimeSpan.FromMilliseconds(30));

        await client.Chat.SendAsync("lobby", "slowly").WaitAsync(_deadline);

        await client.UntilCaughtUpAsync(_server.Room("lobby"));
        Assert.Equal(1, client.Connects);
    }
}
