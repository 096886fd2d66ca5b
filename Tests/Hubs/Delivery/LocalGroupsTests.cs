using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;

namespace SignalRChat.Tests.Hubs.Delivery;

public sealed class LocalGroupsTests
{
    private readonly SubscriptionCount _backplane = new();
    private readonly LocalConnections _connections = Listener.NoConnections();
    private readonly LocalGroups _groups;
    private readonly LocalDelivery _delivery;

    public LocalGroupsTests()
    {
        _groups = new LocalGroups(_backplane);
        _delivery = new LocalDelivery(_connections, _groups);
    }

    [Fact]
    public void A_group_has_one_subscription_and_each_member_hears_it()
    {
        var (first, second) = (new Listener(), new Listener());
        _groups.Add("g", first.Connection);
        _groups.Add("g", second.Connection);
        _groups.Add("g", second.Connection);
        Assert.Equal(["g"], _backplane.Subscriptions);

        _delivery.ToGroup("g", Typing());
        _groups.RemoveFromAll(second.Connection);
        _groups.Add("g", second.Connection);
        _delivery.ToGroup("g", Typing());

        Assert.Equal((2, 1), (first.Heard, second.Heard));
        _groups.Remove("g", first.Connection);
        Assert.Equal((0, 0), (_groups.Count, _backplane.Subscriptions.Count));
    }

    [Fact]
    public void A_call_for_a_user_reaches_all_connections_of_the_user_and_no_other()
    {
        var (desk, phone, other) = (new Listener("alice"), new Listener("alice"), new Listener("bob"));
        foreach (var listener in (Listener[])[desk, phone, other])
            _connections.Add(listener.Connection);

        _delivery.ToUsers(["alice"], Typing());
        _connections.Remove(phone.ConnectionId);
        _delivery.ToUsers(["alice"], Typing());

        Assert.Equal((2, 1, 0), (desk.Heard, phone.Heard, other.Heard));
    }

    private static ClientCall Typing() => ClientCall.Of(nameof(IChatClient.TypingChanged), [new TypingChange()]);

    private sealed class SubscriptionCount : IBackplane
    {
        public List<string> Subscriptions { get; } = [];

        public void Subscribe(string group) => Subscriptions.Add(group);

        public void Unsubscribe(string group) => Assert.True(Subscriptions.Remove(group));

        public void SendToGroup(string group, ClientCall call)
        {
        }

        public void SendToNodes(Audience audience, IReadOnlyList<string> ids, ClientCall call)
        {
        }
    }
}
