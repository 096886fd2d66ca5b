using SignalRChat.Hubs.Backplane;
using SignalRChat.Services.Nodes;

namespace SignalRChat.Tests.ScaleOut;

public sealed class LeaseDefaultsTests
{
    /// <summary>
    /// Regression: with pauses of up to 5 s, a node that lost Redis for 3 s soon after another loss returned after its lease.
    /// Its users disappeared for a moment.
    /// </summary>
    [Fact]
    public void A_node_without_Redis_for_3_seconds_is_back_before_its_lease_ends()
    {
        var (nodes, backplane) = (new NodeOptions(), new BackplaneOptions());
        var lost = TimeSpan.FromSeconds(3);

        Assert.InRange(nodes.Renewal + lost + backplane.MaxRebuildDelay, TimeSpan.Zero, nodes.Lease - TimeSpan.FromSeconds(2));
    }
}
