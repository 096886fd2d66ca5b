using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// The node's own subscription to a group of the backplane. Clients never register there. The inner lifetime manager sees it as a
/// connection; what it writes to it, once for each node, is passed on.
/// </summary>
internal sealed class BackplaneSubscription(string id, string group, Action<string, SerializedHubMessage> receive, ILoggerFactory loggers)
    : HubConnectionContext(new DefaultConnectionContext(id), _options, loggers)
{
    private static readonly HubConnectionContextOptions _options = new() { KeepAliveInterval = Timeout.InfiniteTimeSpan };

    public string Group => group;

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        receive(group, message);
        return default;
    }

    public override ValueTask WriteAsync(HubMessage message, CancellationToken cancellationToken = default)
    {
        receive(group, new SerializedHubMessage(message));
        return default;
    }
}
