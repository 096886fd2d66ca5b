using System.Net;

namespace SignalRChat.Hubs.Connections.Sockets;

/// <summary>The proxies in front: each carries many clients on connections of its own.</summary>
internal interface ITrustedProxies
{
    bool Contains(IPAddress address);
}
