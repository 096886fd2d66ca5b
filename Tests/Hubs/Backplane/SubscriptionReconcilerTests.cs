using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Backplane;

public sealed class SubscriptionReconcilerTests : IDisposable
{
    private readonly SubscriptionSet _book = new();
    private readonly FakeLink _link = new();
    private readonly SubscriptionReconciler _keeper;

    public SubscriptionReconcilerTests()
    {
        _keeper = new SubscriptionReconciler(_link, _book, NewSeat, TestClient.Deadline, TimeProvider.System);
        _book.Open();
    }

    /// <summary>The supervisor closes the connection.</summary>
    public void Dispose() => Assert.False(_link.IsDisposed);

    [Fact]
    public async Task The_node_sits_where_it_wants_to_and_gives_up_the_rest()
    {
        for (var i = 0; i < 100; i++)
            _book.Want($"g{i}");
        await _keeper.SettleAsync(CancellationToken.None);
        Assert.Equal(100, _link.Subscriptions.Count);

        for (var i = 0; i < 99; i++)
            _book.Release($"g{i}");
        Assert.True(_book.HasOpenChanges);
        await _keeper.SettleAsync(CancellationToken.None);

        Assert.Equal(["g99"], _link.Subscriptions);
        Assert.False(_book.HasOpenChanges);
    }

    /// <summary>Regression: a subscription released while it was being made stayed in the backplane for ever.</summary>
    [Fact]
    public async Task A_seat_that_is_given_up_while_it_is_taken_does_not_stay()
    {
        var door = new Gate();
        _link.BeforeSeat = door.PassAsync;
        _book.Want("g");
        var settling = _keeper.SettleAsync(CancellationToken.None);
        await door.Reached;

        _book.Release("g");
        door.Open();
        await settling.WaitAsync(TestClient.Deadline);

        Assert.Empty(_link.Subscriptions);
    }

    [Fact]
    public async Task One_that_is_left_and_wanted_again_before_its_turn_keeps_its_seat()
    {
        _book.Want("g");
        await _keeper.SettleAsync(CancellationToken.None);
        _book.Release("g");
        _book.Want("g");

        await _keeper.SettleAsync(CancellationToken.None);

        Assert.Equal(["g"], _link.Subscriptions);
    }

    [Fact]
    public async Task Without_a_link_nothing_is_kept_but_the_wish()
    {
        _book.Close();
        for (var i = 0; i < 1_000; i++)
        {
            _book.Want($"g{i}");
            _book.Release($"g{i}");
        }
        _book.Want("g");
        Assert.False(_book.HasOpenChanges);

        _book.Open();
        await _keeper.SettleAsync(CancellationToken.None);

        Assert.Equal(["g"], _link.Subscriptions);
    }

    private static BackplaneSubscription NewSeat(string group) => new(group, group, (_, _) => { }, NullLoggerFactory.Instance);
}
