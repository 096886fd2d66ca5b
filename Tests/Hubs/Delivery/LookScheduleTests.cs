using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Common;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Delivery;

namespace SignalRChat.Tests.Hubs.Delivery;

public sealed class LookScheduleTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LookSchedule _looks;

    public LookScheduleTests() => _looks = new(Options.Create(new LivenessOptions()), _time);

    /// <summary>A round over all connections would cost more than their pings.</summary>
    [Fact]
    public void A_round_takes_only_what_is_due()
    {
        var all = Enumerable.Range(0, 30).Select(_ => new Listener().Connection).ToArray();
        for (var second = 0; second < all.Length; second++)
            _looks.Plan(all[second], At(second));

        for (var second = 1; second < all.Length; second++)
            Assert.InRange(Round().Count, 1, 2);
    }

    [Fact]
    public void An_earlier_look_stays_and_a_later_one_gives_way()
    {
        var connection = new Listener().Connection;
        _looks.Plan(connection, At(20));
        _looks.Plan(connection, At(2));
        _looks.Plan(connection, At(10));

        Assert.Empty(Round());
        Assert.Equal([connection], Round());
        Assert.Empty(Round(seconds: 60));
    }

    [Fact]
    public void A_look_in_the_past_is_in_the_next_round()
    {
        var connection = new Listener().Connection;
        Round(seconds: 100);
        _looks.Plan(connection, At(-50));

        Assert.Empty(Round(seconds: 0));
        Assert.Equal([connection], Round());
    }

    [Fact]
    public void A_connection_that_has_ended_is_neither_kept_nor_planned_again()
    {
        var connection = new Listener().Connection;
        _looks.Plan(connection, At(2));
        _looks.Remove(connection);
        _looks.Plan(connection, At(2));

        Assert.Empty(Round(seconds: 60));
    }

    private long At(int seconds) => _time.GetTimestamp() + _time.TicksOf(TimeSpan.FromSeconds(seconds));

    private List<ChatConnection> Round(int seconds = 1)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        var taken = new List<ChatConnection>();
        while (_looks.TryTakeDue(_time.GetTimestamp(), out var connection))
            taken.Add(connection);
        return taken;
    }
}
