using System.Net;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>The proxies in front: each forwards many clients over its own connections.</summary>
internal interface ITrustedProxies
{
    bool Contains(IPAddress address);
}
