using SignalRChat.Faults.Cluster;
using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// SIGSTOP: its connections stay open and it answers nothing, as a machine that swaps or a container without a share of the
/// processor.
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
