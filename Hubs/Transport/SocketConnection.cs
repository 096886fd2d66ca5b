using System.Collections;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// One WebSocket as SignalR sees a connection. The hub reads from it and writes to it directly. It decides how the WebSocket is
/// closed: normally, or as <see cref="ConnectionActivity.CloseAs"/> says.
/// </summary>
internal sealed class SocketConnection : ConnectionContext, IDuplexPipe, IHttpTransportFeature, IConnectionUserFeature,
    IConnectionItemsFeature, IConnectionIdFeature, IConnectionTransportFeature, IConnectionHeartbeatFeature, IConnectionLifetimeFeature,
    IConnectionLifetimeNotificationFeature, ITransferFormatFeature
{
    /// <summary>For a client that does not close the connection itself when it was sent the reason.</summary>
    private static readonly TimeSpan _closeGrace = TimeSpan.FromSeconds(2);

    /// <summary>For taking the close frame, and again for answering it.</summary>
    private static readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>RFC 6455 keeps this code for a connection that ended without a close frame.</summary>
    private const int NoCloseFrame = 1006;

    private readonly WebSocket _socket;
    private readonly ICarrier _carrier;
    private readonly ConnectionActivity _activity;
    private readonly SocketReader _input;
    private readonly SocketWriter _output;
    private readonly BeatQueue _queue;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closeRequested = new();
    private (Action<object> Beat, object State)[] _beats = [];
    private StrongBox<SocketConnection?>? _place;
    private TransferFormat _format = TransferFormat.Text;

    public SocketConnection(
        string id,
        WebSocket socket,
        ICarrier carrier,
        ClaimsPrincipal user,
        ConnectionActivity activity,
        long maxFrame,
        BeatQueue queue,
        TimeProvider time)
    {
        (ConnectionId, _socket, _carrier, User) = (id, socket, carrier, user);
        (_activity, _queue, _time) = (activity, queue, time);
        _input = new SocketReader(socket, activity, maxFrame);
        _output = new SocketWriter(socket, activity);
        Transport = this;
        ConnectionClosedRequested = _closeRequested.Token;
        Features = new ConnectionFeatures(this);
        Features.Set(activity);
    }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; }

    public override IDuplexPipe Transport { get; set; }

    public override IDictionary<object, object?> Items { get => field ??= new ConnectionItems(); set; }

    public ClaimsPrincipal? User { get; set; }

    public HttpTransportType TransportType => HttpTransportType.WebSockets;

    public TransferFormat SupportedFormats => TransferFormat.Text | TransferFormat.Binary;

    public TransferFormat ActiveFormat
    {
        get => _format;
        set
        {
            _format = value;
            _input.IsBinary = value == TransferFormat.Binary;
            _output.MessageType = _input.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
        }
    }

    public CancellationToken ConnectionClosedRequested { get; set; }

    /// <summary>
    /// When the connection has ended: the code that this node closed it with, otherwise that of the client, and 1006 if neither was sent.
    /// </summary>
    public int CloseCode { get; private set; }

    PipeReader IDuplexPipe.Input => _input;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>SignalR counts its interval from before this, so its first ping is due at the first beat.</summary>
    public void OnHeartbeat(Action<object> action, object state)
    {
        _beats = [.. _beats, (action, state)];
        _place ??= _queue.Add(this);
    }

    /// <summary>Called when a ping may be due: SignalR sends it here.</summary>
    public void Beat()
    {
        foreach (var (beat, state) in _beats)
            beat(state);

        // While the hub does not read, only the host notices that the client is gone.
        if (!_activity.IsWaitingToReceive && _carrier.Closed.IsCancellationRequested)
            Abort();
    }

    /// <summary>Whether this node closed it with this status.</summary>
    public bool IsClosedBy(WebSocketCloseStatus status) => _activity.CloseAs?.Status == status;

    public void RequestClose() => _ = _closeRequested.CancelAsync();

    /// <summary>Cuts the connection, and ends what the hub still does for it.</summary>
    public override void Abort(ConnectionAbortedException abortReason) => Abort();

    public override void Abort()
    {
        _carrier.Abort();
        _socket.Abort();
        RequestClose();
    }

    /// <summary>Serves the connection until its WebSocket is closed.</summary>
    public async Task RunAsync(ConnectionDelegate hub)
    {
        try
        {
            await hub(this);

            // SignalR has refused the handshake, or waited for it in vain, and answered so.
            if (!_activity.IsEstablished && !_activity.HasLeftEarly)
                _activity.EndAs(_activity.HasHandshakeTimedOut ? ProtocolFault.HandshakeTimeout : ProtocolFault.MalformedHandshake);
        }
        catch
        {
            _activity.CloseAs ??= (WebSocketCloseStatus.InternalServerError, "");
            throw;
        }
        finally
        {
            await CloseAsync();
            _carrier.End();
            _place?.Value = null;
        }
    }

    /// <summary>
    /// SignalR's client closes when it has read SignalR's own close message. Closing with one of our codes before that would make
    /// the .NET client discard what it has received and not read yet.
    /// </summary>
    private async Task CloseAsync()
    {
        var ended = _input.DiscardAsync();
        if (_activity.CloseAs is not null)
            await WithinAsync(ended, _closeGrace);
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            var (status, reason) = _activity.CloseAs ?? (WebSocketCloseStatus.NormalClosure, "");
            await WithinAsync(_socket.CloseOutputAsync(status, reason, CancellationToken.None), _closeTimeout);
            await WithinAsync(ended, _closeTimeout);
        }
        if (!ended.IsCompleted)
            Abort();
        CloseCode = (int?)(_activity.CloseAs?.Status ?? _socket.CloseStatus)
            ?? (_socket.State == WebSocketState.Aborted ? NoCloseFrame : (int)WebSocketCloseStatus.NormalClosure);
        _socket.Dispose();
    }

    private async Task WithinAsync(Task task, TimeSpan patience) =>
        await task.WaitAsync(patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>
    /// The features of a connection: the few that were set, and those that the connection itself implements. A general collection
    /// takes 600 bytes of an idle connection.
    /// </summary>
    private sealed class ConnectionFeatures(SocketConnection connection) : IFeatureCollection
    {
        private KeyValuePair<Type, object>[] _set = [];

        public bool IsReadOnly => false;

        public int Revision { get; private set; }

        public object? this[Type key]
        {
            get
            {
                foreach (var (type, feature) in _set)
                {
                    if (type == key)
                        return feature;
                }
                return key.IsInstanceOfType(connection) ? connection : null;
            }
            set
            {
                var others = Array.FindAll(_set, one => one.Key != key);
                _set = value is null ? others : [.. others, new(key, value)];
                Revision++;
            }
        }

        public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

        public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => ((IEnumerable<KeyValuePair<Type, object>>)_set).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
