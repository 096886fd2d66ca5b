namespace SignalRChat.Faults.Cluster;

/// <summary>
/// Where one client's connections lead to: to another node each time it comes back, except to one that is leaving, and to the
/// same one for the moments in which it negotiates and connects, as whatever spreads clients over nodes has to do it.
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
