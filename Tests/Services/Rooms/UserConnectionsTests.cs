using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Tests.Services.Rooms;

public sealed class UserConnectionsTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly LimitOptions _limits = new() { ConnectionsPerUser = 2 };
    private readonly NodeOptions _nodes = new();
    private readonly UserConnections _connections;

    public UserConnectionsTests() =>
        _connections = new UserConnections(new LocalNodeState(hasBackplane: false), Options.Create(_limits), Options.Create(_nodes), _time);

    [Theory]
    [InlineData(ConnectionLimitPolicy.CloseOldest, "one")]
    [InlineData(ConnectionLimitPolicy.CloseNewest, "three")]
    internal void Beyond_the_limit_the_oldest_or_the_newest_is_too_many(ConnectionLimitPolicy beyond, string excess)
    {
        _limits.ConnectionLimitPolicy = beyond;
        Open("one", "two");
        Assert.Empty(_connections.Excess());

        Open("three");
        Assert.Equal([excess], _connections.Excess());

        _connections.Remove(excess, "alice");
        Assert.Empty(_connections.Excess());
    }

    [Fact]
    public void Other_users_do_not_count()
    {
        Open("one", "two");
        _connections.Add("three", "bob");

        Assert.Empty(_connections.Excess());
    }

    /// <summary>Each node closes its own connections. With the same order, all nodes reach the same result.</summary>
    [Fact]
    public void Connections_on_other_nodes_count_and_are_ended_there()
    {
        Elsewhere("there", "0");
        _time.Advance(TimeSpan.FromSeconds(1));
        Open("one", "two");
        Assert.Empty(_connections.Excess());
        Open("three");
        Assert.Equal(["one"], _connections.Excess());

        ((INodeListener)_connections).Left(new NodeEntry(NodeEntry.Connection, "there", "alice"));
        Assert.Equal(["one"], _connections.Excess());
        Assert.Equal(3, _connections.Count("alice"));
    }

    /// <summary>
    /// After a node has died, its users connect to other nodes while its lease still runs. The connections of the dead node do
    /// not cause a rejection.
    /// </summary>
    [Fact]
    public void Connections_of_a_node_that_may_be_dead_refuse_no_user()
    {
        _limits.ConnectionLimitPolicy = ConnectionLimitPolicy.CloseNewest;
        Elsewhere("ghost-1", "0");
        Elsewhere("ghost-2", "0");
        Open("one");
        _time.Advance(_nodes.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_connections.Excess());

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["one"], _connections.Excess());
    }

    [Fact]
    public void Nothing_stays_of_a_user_that_is_gone()
    {
        Open("one", "two", "three");
        foreach (var connection in (string[])["one", "two", "three", "never there"])
            _connections.Remove(connection, "alice");

        Assert.Equal(0, _connections.Count("alice"));
        Assert.Empty(_connections.Excess());
    }

    private void Open(params string[] connections)
    {
        foreach (var connection in connections)
        {
            _connections.Add(connection, "alice");
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private void Elsewhere(string connection, string since) =>
        ((INodeListener)_connections).Entered(new NodeEntry(NodeEntry.Connection, connection, "alice"), since);
}
