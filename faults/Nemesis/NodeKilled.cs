using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// <c>kill -9</c>, and a start at the same address. The users that only this node had disappear with it, because no process is
/// left to report them.
/// </summary>
internal sealed class NodeKilled(Node node, People people) : IFault
{
    public string Target => $"node {node.Number}";

    public async Task BeginAsync()
    {
        await node.Process.KillAsync();
        await people.StrandAsync(node.Number);
    }

    public Task EndAsync() => node.Process.StartAsync();
}
