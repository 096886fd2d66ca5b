using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// The first check of a TCP connection, before TLS and HTTP: closes it when there are too many, or when it sends nothing. Without
/// it silent connections alone use up the files that the process may open. Then database, Redis and listener fail as well.
/// </summary>
internal sealed class SocketAdmission(
    SocketCounter counter, SocketLimits limits, IOptions<SocketOptions> options, TimeProvider time, ILogger<SocketAdmission> logger)
    : IConfigureOptions<KestrelServerOptions>
{
    private static readonly TimeSpan _logEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _closed;
    private long _loggedAt;

    public void Configure(KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(
        endpoint => endpoint.Use(next => connection => RunAsync(connection, next)));

    /// <summary>The TCP connection of a request; null when its transport has no counted connection.</summary>
    public static CountedSocket? Of(HttpContext context) =>
        context.Features.Get<ConnectionTakeover>()?.Socket;

    private async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var socket = counter.TryAdd(connection.RemoteEndPoint, () => MakeRoom(connection));
        if (socket is null)
        {
            CountClosed();
            connection.Abort();
            return;
        }
        if (!await SaysSomethingAsync(connection) || !socket.Speaks())
        {
            connection.Abort();
            return;
        }
        var takeover = new ConnectionTakeover(connection, socket);
        connection.Features.Set(takeover);
        LogSource.Current = socket.Address;
        await takeover.RunAsync(next);
    }

    private async ValueTask<bool> SaysSomethingAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var patience = new CancellationTokenSource(options.Value.FirstByteTimeout, time);
        try
        {
            var read = await input.ReadAsync(patience.Token);
            // Nothing is consumed or examined: the next reader gets it at once.
            input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>Cuts a silent connection for a new one.</summary>
    private void MakeRoom(ConnectionContext connection)
    {
        CountClosed();
        connection.Abort();
    }

    /// <summary>One line a minute, however many are closed.</summary>
    private void CountClosed()
    {
        long count;
        lock (_gate)
        {
            _closed++;
            var now = time.GetTimestamp();
            if (_loggedAt != 0 && time.GetElapsedTime(_loggedAt, now) < _logEvery)
                return;
            (_loggedAt, count, _closed) = (now, _closed, 0);
        }
        SocketLog.Closed(logger, count, limits.Max, limits.Waiting, limits.PerAddress);
    }
}
