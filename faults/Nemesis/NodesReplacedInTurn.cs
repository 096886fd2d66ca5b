using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// A rolling update: each node leaves in order, and the next one leaves only after a replacement has started.
/// </summary>
internal sealed class NodesReplacedInTurn(IReadOnlyList<Node> nodes) : IFault
{
    public string Target => "all nodes";

    public async Task BeginAsync()
    {
        foreach (var node in nodes)
        {
            await node.LeaveAsync();
            await node.ReturnAsync();
        }
    }

    public Task EndAsync() => Task.CompletedTask;
}
