using System.Collections.Concurrent;
using System.Net.WebSockets;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Edge;

/// <summary>
/// Three nodes on one PostgreSQL and one Redis behind nginx, restarted one after the other while all clients send.
/// </summary>
public sealed class RollingRestartTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Talkers = 6;
    private const int Sockets = 12;
    private const string Room = "lobby";

    private readonly TempDirectory _data = new();
    private readonly List<ServerProcess> _nodes = [];
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<WebSocketCloseStatus?> _closes = new();
    private PostgresServer _postgres = null!;
    private RedisServer _redis = null!;
    private ProxyProcess _nginx = null!;
    private int _refused;
    private int _sent;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartNewAsync();
        _redis = await RedisServer.StartNewAsync();
        var settings = new Dictionary<string, string>(NodeSettings.On(await _postgres.NewDatabaseAsync(), _redis.ConnectionString))
        {
            ["Chat:Drain:ReadinessDelay"] = "00:00:01",
            ["Chat:Drain:Window"] = "00:00:02",
            // The bare sockets do not ping.
            ["Chat:Liveness:ClientTimeout"] = "00:05:00",
            ["Proxies:KnownProxies"] = "127.0.0.1",
        };
        for (var i = 0; i < 3; i++)
            _nodes.Add(await ServerProcess.StartNewAsync(_data.Path, settings));
        _nginx = await ProxyProcess.StartAsync(ProxyProcess.Nginx, [.. _nodes.Select(node => node.Url)]);
    }

    public void Dispose()
    {
        _enough.Dispose();
        _data.Dispose();
    }

    public async Task DisposeAsync()
    {
        await _nginx.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _redis.Dispose();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task No_connection_is_cut_and_nothing_is_lost()
    {
        var guest = await Guests.SignInAsync(_nginx.Url, "crowd");
        ChatProtocol Protocol(int i) => i % 2 == 0 ? ChatProtocol.Json : ChatProtocol.MessagePack;
        var clients = await Task.WhenAll(Enumerable.Range(0, Talkers).Select(i => ComeAsync(guest, Protocol(i))));
        var sockets = Enumerable.Range(0, Sockets).Select(_ => StayConnectedAsync(guest)).ToArray();
        var talk = clients.Select(client => TalkAsync(client.Chat)).ToArray();

        foreach (var node in _nodes)
        {
            Assert.Equal(0, (await node.TerminateAsync()).Code);
            await node.StartAsync();
        }
        await _enough.CancelAsync();
        await Task.WhenAll(talk).WaitAsync(ServerProcess.Deadline);
        await Task.WhenAll(sockets).WaitAsync(ServerProcess.Deadline);

        foreach (var client in clients)
        {
            await client.UntilAsync(() => client.Revisions.Count >= _sent);
            Assert.Equal(Enumerable.Range(1, _sent).Select(i => (long)i), client.Revisions);
            Assert.All(client.Endings, ending => Assert.Equal(SessionEndCodes.ServerStopping, ending.Code));
            Assert.Equal(client.Endings.Count, client.Connects - 1);
            await client.DisposeAsync();
        }
        output.WriteLine(
            $"{_sent} messages, {_closes.Count} closes of bare sockets, {clients.Sum(client => client.Endings.Count)} of clients, "
            + $"{_refused} connects refused");
        Assert.NotEmpty(_closes);
        Assert.All(_closes, close => Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, close));
        Assert.Equal(0, _refused);
    }

    private async Task<AppClient> ComeAsync(GuestTokenResult guest, ChatProtocol protocol)
    {
        var client = new AppClient(new()
        {
            Url = _nginx.Url,
            Protocol = protocol,
            AccessTokenProvider = _ => Task.FromResult<string?>(guest.AccessToken),
        });
        await client.Chat.ConnectAsync().WaitAsync(ServerProcess.Deadline);
        await client.Chat.JoinAsync(Room, after: 0).WaitAsync(ServerProcess.Deadline);
        return client;
    }

    private async Task TalkAsync(ChatClient client)
    {
        while (!_enough.IsCancellationRequested)
        {
            await client.SendAsync(Room, "as fast as they are answered, and a little slower").WaitAsync(ServerProcess.Deadline);
            Interlocked.Increment(ref _sent);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>A bare socket that records each close and reconnects at once.</summary>
    private async Task StayConnectedAsync(GuestTokenResult guest)
    {
        while (!_enough.IsCancellationRequested)
        {
            try
            {
                using var socket = await RawClient.ConnectAsync(
                    RawUpgrade.Hub(_nginx.Url, guest.AccessToken), silence: ServerProcess.Deadline);
                await socket.ReadToEndAsync(_enough.Token);
                _closes.Enqueue(socket.CloseStatus);
            }
            catch (OperationCanceledException) when (_enough.IsCancellationRequested)
            {
                return;
            }
            catch (WebSocketException refused) when (refused.WebSocketErrorCode is WebSocketError.NotAWebSocket or WebSocketError.Faulted)
            {
                Interlocked.Increment(ref _refused);
            }
        }
    }
}
