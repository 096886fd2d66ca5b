using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>SIGTERM as in a rolling update: no new clients, the node leaves in order, and another starts in its place.</summary>
internal sealed class NodeReplaced(Node node) : IFault
{
    public string Target => $"node {node.Number}";

    public async Task BeginAsync()
    {
        node.IsLeaving = true;
        var exit = await node.Process.TerminateAsync();
        if (exit.Code != 0)
            throw new InvalidOperationException($"{Target} was told to stop and ended with {exit.Code}:\n{node.Process.Output}");
    }

    public async Task EndAsync()
    {
        await node.Process.StartAsync();
        node.IsLeaving = false;
    }
}
