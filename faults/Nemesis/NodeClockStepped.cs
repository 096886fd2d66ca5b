using System.Globalization;
using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// Sets the wall clock of a node forward or back, and corrects it later. After a step forward, the node must close the
/// connections whose tokens have expired by that clock.
/// </summary>
internal sealed class NodeClockStepped(Node node, NodeClock clock, TimeSpan by) : IFault
{
    public string Target => string.Create(CultureInfo.InvariantCulture, $"node {node.Number} by {by.TotalSeconds:+0;-0} s");

    public Task BeginAsync()
    {
        clock.Step(by);
        return Task.CompletedTask;
    }

    public Task EndAsync()
    {
        clock.Step(TimeSpan.Zero);
        return Task.CompletedTask;
    }
}
