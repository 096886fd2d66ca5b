using System.Net;

namespace SignalRChat.Hubs.Connections.Sockets;

/// <summary>The proxies in front: each forwards many clients over its own connections.</summary>
internal interface ITrustedProxies
{
    bool Contains(IPAddress address);
}
