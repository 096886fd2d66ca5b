using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using SignalRChat.Hubs.Transport.Budgets;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// The state of one connection as seen below SignalR: since when the server waits for the client to send, since when the
/// transport waits for the client to take data, and the code to close the WebSocket with. Times are timestamps of the
/// <see cref="TimeProvider"/>; 0 is "not waiting".
/// </summary>
internal sealed class ConnectionActivity(TimeProvider time) : IDisposable
{
    private long _waitsToReceiveSince;
    private long _waitsToSendSince;
    private long _lastTaken;
    private long _lastProgress;
    private ProtocolFault? _fault;
    private IConnectionLifetimeNotificationFeature? _lifetime;

    // A reference, as it is written once by the hub and read by the transport.
    private volatile StrongBox<WebSocketMessageType>? _frameType;

    /// <summary>Counted until the hub's handshake is done. Set when the request may open a WebSocket.</summary>
    public PendingHandshake? Handshake { get; set; }

    /// <summary>
    /// The request passed all checks: its WebSocket is opened, and counts until its end. Known until the handshake is done.
    /// </summary>
    public bool IsAdmitted => Handshake is not null;

    /// <summary>The rate limit that the client's input counts against.</summary>
    public ConnectionRateLimit? Budget { get; set; }

    /// <summary>When the token that opened the connection expires: the connection ends with it.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>
    /// Is asked to look at the connection soon, when the client does not take data. Without data that waits, the connection needs
    /// no look until the longest silence of a client.
    /// </summary>
    public IWatched? Watched
    {
        get;
        set
        {
            field = value;
            Budget?.Watched = value;
        }
    }

    /// <summary>The status and the reason text of the close frame, in place of SignalR's 1000.</summary>
    public (WebSocketCloseStatus Status, string Description)? CloseAs { get; set; }

    /// <summary>The handshake is done.</summary>
    public bool IsEstablished => _frameType is not null;

    /// <summary>The handshake was waited for in vain.</summary>
    public bool HasHandshakeTimedOut { get; set; }

    /// <summary>The client left before the handshake was done.</summary>
    public bool HasLeftEarly { get; set; }

    /// <summary>The TCP connection, if it carries this connection only: it tells what the client's side has taken.</summary>
    public Socket? Tcp { get; init; }

    /// <summary>The handshake is done. <paramref name="lifetime"/> ends the connection in order.</summary>
    public void Establish(TransferFormat format, IConnectionLifetimeNotificationFeature? lifetime)
    {
        Handshake?.End();
        Handshake = null;
        _lifetime = lifetime;
        _frameType = new(format == TransferFormat.Binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text);
    }

    /// <summary>
    /// Called for each message of the WebSocket. A message before the end of the handshake may be of either type.
    /// </summary>
    public void Received(WebSocketMessageType type)
    {
        if (type == WebSocketMessageType.Close || _frameType is not { Value: var expected } || type == expected)
            return;
        EndAs(ProtocolFault.WrongMessageType(expected));
        _lifetime?.RequestClose();
    }

    /// <summary>
    /// The client broke the protocol, and SignalR is about to end the connection for it. Only the first fault counts, and no
    /// fault counts after another reason to close.
    /// </summary>
    public void EndAs(ProtocolFault fault)
    {
        if (CloseAs is not null)
            return;
        CloseAs = (fault.Status, fault.Code);
        _fault = fault;
    }

    /// <summary>The fault that the client must still be sent, once; null if there is no such fault.</summary>
    public ProtocolFault? TakeFault() => Interlocked.Exchange(ref _fault, null);

    public bool IsWaitingToReceive => Volatile.Read(ref _waitsToReceiveSince) != 0;

    public void ReceiveBegins() => Volatile.Write(ref _waitsToReceiveSince, time.GetTimestamp());

    public void ReceiveEnds() => Volatile.Write(ref _waitsToReceiveSince, 0);

    public bool IsWaitingToSend => Volatile.Read(ref _waitsToSendSince) != 0;

    public void SendBegins()
    {
        Volatile.Write(ref _waitsToSendSince, time.GetTimestamp());
        Watched?.LookSoon();
    }

    public void SendEnds() => Volatile.Write(ref _waitsToSendSince, 0);

    /// <summary>While the server delays reading, the client is not to blame for its silence.</summary>
    public TimeSpan WaitedToReceive(long now) =>
        Volatile.Read(ref _waitsToReceiveSince) is not 0 and var since
            ? Waited(Math.Max(since, Budget?.HeldUntil ?? 0), now)
            : TimeSpan.Zero;

    /// <summary>
    /// How long the client has taken no waiting data. Only the connection monitor calls this: progress is the change since its
    /// last call.
    /// </summary>
    public TimeSpan WaitedToSend(long now)
    {
        var since = Volatile.Read(ref _waitsToSendSince);
        if (since == 0)
            return TimeSpan.Zero;
        if (Tcp is not null && TcpProgress.BytesAcknowledged(Tcp) is { } taken && taken != _lastTaken)
            (_lastTaken, _lastProgress) = (taken, now);
        return Waited(Math.Max(since, _lastProgress), now);
    }

    /// <summary>The same as of the last call of <see cref="WaitedToSend"/>, for any caller.</summary>
    public TimeSpan StalledFor(long now) =>
        Volatile.Read(ref _waitsToSendSince) is not 0 and var since
            ? Waited(Math.Max(since, Volatile.Read(ref _lastProgress)), now)
            : TimeSpan.Zero;

    /// <summary>The connection has ended, and counts no longer.</summary>
    public void Dispose()
    {
        Handshake?.End();
        Budget?.Dispose();
    }

    private TimeSpan Waited(long since, long now) => since == 0 ? TimeSpan.Zero : time.GetElapsedTime(since, now);
}
