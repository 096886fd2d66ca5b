namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>What carries a WebSocket: a request, or the TCP connection that was taken over from its request.</summary>
internal interface ICarrier
{
    /// <summary>Cancelled when the client is gone, or the carrier was aborted.</summary>
    CancellationToken Closed { get; }

    void Abort();

    /// <summary>The WebSocket has ended: the carrier is not used any more.</summary>
    void End();
}

/// <summary>A request that stays open for its WebSocket: under TLS, and on HTTP/2, where a connection carries more than one.</summary>
internal sealed class RequestCarrier(HttpContext context) : ICarrier
{
    private readonly Lock _gate = new();
    private bool _isOver;

    public CancellationToken Closed
    {
        get
        {
            lock (_gate)
                return _isOver ? default : context.RequestAborted;
        }
    }

    public void Abort()
    {
        // Kestrel may use the request's objects for another client when it has ended.
        lock (_gate)
        {
            if (!_isOver)
                context.Abort();
        }
    }

    public void End()
    {
        lock (_gate)
            _isOver = true;
    }
}
