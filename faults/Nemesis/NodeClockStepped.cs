using System.Globalization;
using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// The wall clock of a node is set forward or back, and right again later. Forward, the connections have to end whose tokens are
/// over by that clock.
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
