using System.Collections.Concurrent;
using SignalRChat.Bench.Servers;
using SignalRChat.Bench.Wire;

namespace SignalRChat.Bench.Load;

/// <summary>The connections to one server.</summary>
internal sealed class Swarm : IAsyncDisposable
{
    // The server drops a silent client after 30 s.
    private static readonly TimeSpan _pingInterval = TimeSpan.FromSeconds(10);
    private const int OpenTogether = 32;

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly LoadConnection[] _connections;
    private readonly int _rooms;
    private readonly Task _pinging;

    private Swarm(LoadConnection[] connections, int rooms, Meter meter)
    {
        _connections = connections;
        _rooms = rooms;
        Meter = meter;
        _pinging = PingAsync();
    }

    public Meter Meter { get; }

    public int Count => _connections.Length;

    /// <summary>The cost of connecting, without that of the users' tokens.</summary>
    public OpeningCost Opening { get; private set; } = OpeningCost.None;

    /// <summary>
    /// Opens the connections, without joining rooms. Room names are new each time, so that no room has a history.
    /// </summary>
    public static async Task<Swarm> OpenAsync(IBenchTarget target, SwarmShape shape, CancellationToken cancellationToken)
    {
        var meter = new Meter();
        var wire = WireFormat.Named(shape.Protocol);
        var run = Guid.NewGuid().ToString("n")[..8];
        var connections = new LoadConnection[shape.Connections];
        for (var i = 0; i < connections.Length; i++)
        {
            var room = i % shape.Rooms;
            var size = shape.Connections / shape.Rooms + (room < shape.Connections % shape.Rooms ? 1 : 0);
            connections[i] = new LoadConnection(wire, $"bench-{run}-{room}", size, meter);
        }

        var swarm = new Swarm(connections, shape.Rooms, meter);
        var hubs = new ConcurrentBag<Uri>();
        await swarm.ForEachAsync(async (_, cancel) => hubs.Add(await target.HubUriAsync(cancel)), cancellationToken);
        swarm.Opening = await OpeningCost.MeasureAsync(target.Usage, shape.Connections, () => swarm.ForEachAsync(
            (connection, cancel) => connection.ConnectAsync(hubs.TryTake(out var hub) ? hub : null!, swarm._http, cancel),
            cancellationToken));
        return swarm;
    }

    public Task JoinAsync(CancellationToken cancellationToken) =>
        ForEachAsync((connection, cancel) => connection.JoinAsync(cancel), cancellationToken);

    public LoadConnection[] Senders(LoadShape shape)
    {
        var senders = shape.Choose(_connections, _rooms);
        Array.ForEach(senders, sender => sender.PrepareToSend(shape.TextLength));
        return senders;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pinging;
        foreach (var connection in _connections)
        {
            await connection.CloseAsync();
            connection.Dispose();
        }

        _http.Dispose();
        _stop.Dispose();
    }

    private Task ForEachAsync(Func<LoadConnection, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            _connections,
            new ParallelOptions { MaxDegreeOfParallelism = OpenTogether, CancellationToken = cancellationToken },
            async (connection, cancel) => await act(connection, cancel));

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(_pingInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                foreach (var connection in _connections)
                    await connection.PingAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The swarm is closing.
        }
    }
}
