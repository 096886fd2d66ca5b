using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Backplane;

public sealed class SubscriptionReconcilerTests : IDisposable
{
    private readonly SubscriptionSet _wanted = new();
    private readonly FakeBackplaneConnection _connection = new();
    private readonly SubscriptionReconciler _reconciler;

    public SubscriptionReconcilerTests()
    {
        var subscription = new BackplaneSubscription("node", _ => { }, NullLoggerFactory.Instance);
        _reconciler = new SubscriptionReconciler(_connection, _wanted, subscription, TestClient.Deadline, TimeProvider.System);
        // The fake registers at once.
        _ = _connection.OnConnectedAsync(subscription);
        _wanted.Open();
    }

    /// <summary>The supervisor closes the connection.</summary>
    public void Dispose() => Assert.False(_connection.IsDisposed);

    [Fact]
    public async Task The_node_sits_where_it_wants_to_and_gives_up_the_rest()
    {
        for (var i = 0; i < 100; i++)
            _wanted.Want($"g{i}");
        await _reconciler.SettleAsync(CancellationToken.None);
        Assert.Equal(100, _connection.Subscriptions.Count);

        for (var i = 0; i < 99; i++)
            _wanted.Release($"g{i}");
        Assert.True(_wanted.HasOpenChanges);
        await _reconciler.SettleAsync(CancellationToken.None);

        Assert.Equal(["g99"], _connection.Subscriptions);
        Assert.False(_wanted.HasOpenChanges);
    }

    /// <summary>Regression: a subscription released while it was being made stayed in the backplane for ever.</summary>
    [Fact]
    public async Task A_subscription_that_is_dropped_while_it_is_made_does_not_stay()
    {
        var door = new Gate();
        _connection.BeforeSubscribe = door.PassAsync;
        _wanted.Want("g");
        var settling = _reconciler.SettleAsync(CancellationToken.None);
        await door.Reached;

        _wanted.Release("g");
        door.Open();
        await settling.WaitAsync(TestClient.Deadline);

        Assert.Empty(_connection.Subscriptions);
    }

    [Fact]
    public async Task A_group_that_is_left_and_wanted_again_before_its_turn_stays_subscribed()
    {
        _wanted.Want("g");
        await _reconciler.SettleAsync(CancellationToken.None);
        _wanted.Release("g");
        _wanted.Want("g");

        await _reconciler.SettleAsync(CancellationToken.None);

        Assert.Equal(["g"], _connection.Subscriptions);
    }

    [Fact]
    public async Task Without_a_link_nothing_is_kept_but_the_wish()
    {
        _wanted.Close();
        for (var i = 0; i < 1_000; i++)
        {
            _wanted.Want($"g{i}");
            _wanted.Release($"g{i}");
        }
        _wanted.Want("g");
        Assert.False(_wanted.HasOpenChanges);

        _wanted.Open();
        await _reconciler.SettleAsync(CancellationToken.None);

        Assert.Equal(["g"], _connection.Subscriptions);
    }
}
