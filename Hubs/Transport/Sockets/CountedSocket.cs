using System.Net;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>One TCP connection that is counted, until it is disposed or makes room for another.</summary>
/// <param name="counter">The counter of the connection.</param>
/// <param name="address">The address that it also counts for; null for a proxy.</param>
/// <param name="abort">Cuts the connection.</param>
internal sealed class CountedSocket(SocketCounter counter, IPAddress? address, Action abort) : IDisposable
{
    /// <summary>Read and written by the counter under its gate.</summary>
    public SocketState State { get; set; }

    public IPAddress? Address { get; } = address;

    /// <summary>Its place among the silent ones. Read and written by the counter under its gate.</summary>
    public LinkedListNode<CountedSocket>? Silent { get; set; }

    /// <summary>The client has sent something. False when the connection had to make room meanwhile.</summary>
    public bool Speaks() => counter.Move(this, SocketState.Waiting);

    /// <summary>The connection is now a WebSocket of the hub, which has its own limits.</summary>
    public void Connected() => counter.Move(this, SocketState.Connected);

    public void Abort() => abort();

    public void Dispose() => counter.Move(this, SocketState.Gone);
}

/// <summary>The states of a connection, in order; it may skip some.</summary>
internal enum SocketState
{
    Silent,
    Waiting,
    Connected,
    Evicted,
    Gone,
}
