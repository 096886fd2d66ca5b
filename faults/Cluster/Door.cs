namespace SignalRChat.Faults.Cluster;

/// <summary>
/// Routes the connections of one client. Each reconnect leads to another node, except a node that is leaving. A negotiation and
/// the connect that follows lead to the same node, as any load balancer must do.
/// </summary>
internal sealed class Door(IReadOnlyList<Node> nodes, int first)
{
    private static readonly TimeSpan _sticks = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private int _node = first;
    private long _since;

    public Uri Next()
    {
        lock (_gate)
        {
            if (_since == 0 || TimeProvider.System.GetElapsedTime(_since) > _sticks || nodes[_node % nodes.Count].IsLeaving)
                Move();
            return nodes[_node % nodes.Count].Process.Url;
        }
    }

    private void Move()
    {
        _since = TimeProvider.System.GetTimestamp();
        for (var tries = 0; tries < nodes.Count; tries++)
        {
            _node++;
            if (!nodes[_node % nodes.Count].IsLeaving)
                return;
        }
    }
}
