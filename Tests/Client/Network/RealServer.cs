using Microsoft.AspNetCore.SignalR.Client;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.History;

namespace SignalRChat.Tests.Client.Network;

/// <summary>A server in a separate process, the tokens of a few guests, and clients that connect through a proxy.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    /// <summary>Long enough for a machine with other work.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private static readonly string[] _names = ["ada", "ben", "cyd"];

    private readonly TempDirectory _data;
    private readonly HubConnection _reader;
    private readonly ServerProcess _server;
    private readonly GuestTokenResult[] _guests;

    private RealServer(TempDirectory data, ServerProcess server, GuestTokenResult[] guests)
    {
        _data = data;
        _server = server;
        _guests = guests;
        _reader = new HubConnectionBuilder()
            .WithUrl(
                new Uri(server.Url, ChatPaths.Hub),
                http => http.AccessTokenProvider = () => Task.FromResult<string?>(guests[0].AccessToken))
            // Between two reads only its pings keep the server from closing it.
            .WithKeepAliveInterval(TimeSpan.FromSeconds(1))
            .Build();
    }

    public Uri Url => _server.Url;

    public static async Task<RealServer> StartAsync()
    {
        var data = new TempDirectory();
        var server = await ServerProcess.StartNewAsync(data, new Dictionary<string, string>
        {
            ["Chat:Liveness:KeepAliveInterval"] = "00:00:01",
            // A few users make a room for each of hundreds of schedules.
            ["Chat:Limits:RoomsMadePerUser"] = "1000000",
            ["Chat:Liveness:ClientTimeout"] = "00:00:05",
        });
        var guests = await Task.WhenAll(_names.Select(name => Guests.SignInAsync(server.Url, name)));
        var started = new RealServer(data, server, guests);
        await started._reader.StartAsync();
        return started;
    }

    /// <summary>
    /// Returns a client of the n-th guest, which quickly takes a silent network for a dead one. It writes the history.
    /// </summary>
    public RecordedClient Client(int guest, Uri url, ChatProtocol protocol, Func<double> chance, HistoryBook book) => new(
        _guests[guest].UserId,
        new()
        {
            Url = url,
            Protocol = protocol,
            AccessTokenProvider = _ => Task.FromResult<string?>(_guests[guest].AccessToken),
            Backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(150), chance),
            RandomSource = chance,
            KeepAliveInterval = TimeSpan.FromSeconds(1),
            ServerTimeout = TimeSpan.FromSeconds(2.5),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            CallTimeout = TimeSpan.FromSeconds(1.5),
            DisposeTimeout = TimeSpan.FromSeconds(3),
        },
        book);

    /// <summary>Waits until the client has received the room up to this revision.</summary>
    public static async Task ReachedAsync(RecordedClient client, string room, long revision)
    {
        using var late = new CancellationTokenSource(Deadline);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (client.CursorIn(room) < revision)
            await pause.WaitForNextTickAsync(late.Token);
    }

    /// <summary>Reads a room of the first guest from the beginning, on an undisturbed connection.</summary>
    public async Task<Truth> ReadAsync(string room)
    {
        var messages = new List<RecordedMessage>();
        for (var after = 0L; ;)
        {
            var request = new GetUpdatesRequest { Room = room, After = after, Limit = ChatLimits.CatchUpPageSize };
            var page = await _reader.InvokeAsync<GetUpdatesResult>(nameof(IChatHub.GetUpdates), request).WaitAsync(Deadline);
            messages.AddRange(page.Messages.Select(RecordedMessage.From));
            after = page.Through;
            if (!page.HasMore)
                return new(page.Epoch, [new(room, page.Through, [.. messages.OrderBy(message => message.Sequence)])]);
        }
    }

    /// <summary>Stops the server and returns the content of its file.</summary>
    public async Task<Truth> StopAndReadFileAsync()
    {
        await _reader.DisposeAsync();
        Assert.Equal(0, (await _server.TerminateAsync()).Code);
        return await TruthReader.ReadSqliteAsync(_data);
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _server.DisposeAsync();
        _data.Dispose();
    }
}
