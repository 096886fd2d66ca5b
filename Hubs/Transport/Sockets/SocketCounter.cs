using System.Net;
using System.Runtime.InteropServices;
using SignalRChat.Auth;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// Counts the TCP connections of the node, in all and by address. If there is no room for a new one, the oldest connection that
/// has sent nothing is closed. A client sends its request at once, so silent connections keep no client out.
/// </summary>
internal sealed class SocketCounter(SocketLimits limits, ITrustedProxies proxies)
{
    /// <summary>The number of connections cut to make room that may still be closing.</summary>
    private const int Closing = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _waitingByAddress = [];
    private readonly LinkedList<CountedSocket> _silent = new();
    private int _all;
    private int _waiting;

    /// <summary>Returns null when there is no room for one more.</summary>
    /// <param name="peer">The remote address.</param>
    /// <param name="abort">Cuts the connection, if it has to make room.</param>
    public CountedSocket? TryAdd(EndPoint? peer, Action abort)
    {
        var address = peer is IPEndPoint ip && !proxies.Contains(Plain(ip.Address)) ? ClientNetwork.Of(ip.Address) : null;
        var socket = new CountedSocket(this, address, abort);
        CountedSocket? evicted = null;
        lock (_gate)
        {
            if (address is not null && _waitingByAddress.GetValueOrDefault(address) >= limits.PerAddress)
                return null;
            if (_all >= limits.Max || _waiting >= limits.Waiting)
            {
                evicted = _silent.First?.Value;
                if (evicted is null || _all >= limits.Max + Closing)
                    return null;
                Leave(evicted, SocketState.Evicted);
            }
            if (address is not null)
                CollectionsMarshal.GetValueRefOrAddDefault(_waitingByAddress, address, out _)++;
            _all++;
            _waiting++;
            socket.Silent = _silent.AddLast(socket);
        }
        evicted?.Abort();
        return socket;
    }

    /// <summary>False when the connection is gone, or as far already.</summary>
    public bool Move(CountedSocket socket, SocketState state)
    {
        lock (_gate)
        {
            if (socket.State >= state)
                return false;
            Leave(socket, state);
            return true;
        }
    }

    private void Leave(CountedSocket socket, SocketState state)
    {
        if (socket.Silent is { } silent)
            _silent.Remove(silent);
        socket.Silent = null;
        if (socket.State < SocketState.Connected && state >= SocketState.Connected)
            EndWaiting(socket.Address);
        if (state == SocketState.Gone)
            _all--;
        socket.State = state;
    }

    private void EndWaiting(IPAddress? address)
    {
        _waiting--;
        if (address is not null && --CollectionsMarshal.GetValueRefOrNullRef(_waitingByAddress, address) == 0)
            _waitingByAddress.Remove(address);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
