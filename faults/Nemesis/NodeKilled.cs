using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary><c>kill -9</c>, and a start at the same address.</summary>
internal sealed class NodeKilled(Node node) : IFault
{
    public string Target => $"node {node.Number}";

    public Task BeginAsync() => node.Process.KillAsync();

    public Task EndAsync() => node.Process.StartAsync();
}
