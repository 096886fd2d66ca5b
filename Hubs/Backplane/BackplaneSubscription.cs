using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// The node's own subscription to the backplane, one for all groups: SignalR's manager takes a channel for each of its connections, and
/// one for each group. Clients never register there. It passes on each call that the manager writes to it, once for each node.
/// </summary>
internal sealed class BackplaneSubscription(string id, Action<SerializedHubMessage> receive, ILoggerFactory loggers)
    : HubConnectionContext(new DefaultConnectionContext(id), _options, loggers)
{
    private static readonly HubConnectionContextOptions _options = new() { KeepAliveInterval = Timeout.InfiniteTimeSpan };

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        receive(message);
        return default;
    }

    public override ValueTask WriteAsync(HubMessage message, CancellationToken cancellationToken = default)
    {
        receive(new SerializedHubMessage(message));
        return default;
    }
}
