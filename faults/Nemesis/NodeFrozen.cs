using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// SIGSTOP: the node's connections stay open and it answers nothing. A machine that swaps, or a container without processor
/// time, behaves like this.
/// </summary>
internal sealed class NodeFrozen(Node node) : IFault
{
    public string Target => $"node {node.Number}";

    public Task BeginAsync()
    {
        ProcessSignal.Stop(node.Process.Id);
        return Task.CompletedTask;
    }

    public Task EndAsync()
    {
        ProcessSignal.Continue(node.Process.Id);
        return Task.CompletedTask;
    }
}
