using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// SIGTERM as in a rolling update: the node accepts no new clients, leaves in order, and another starts in its place.
/// </summary>
internal sealed class NodeReplaced(Node node) : IFault
{
    public string Target => $"node {node.Number}";

    public Task BeginAsync() => node.LeaveAsync();

    public Task EndAsync() => node.ReturnAsync();
}
