using Microsoft.Extensions.Time.Testing;
using SignalRChat.Hubs.Backplane;

namespace SignalRChat.Tests.Hubs.Backplane;

public sealed class PeerHeartbeatsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PeerHeartbeats _heartbeats;

    public PeerHeartbeatsTests() => _heartbeats = new PeerHeartbeats(_time);

    [Fact]
    public void A_node_that_misses_two_signs_is_silent_until_it_is_heard_again()
    {
        Assert.False(_heartbeats.IsOneSilent());
        _heartbeats.Received("a");
        _heartbeats.Received("b");
        Pass(2 * BackplaneProbe.Interval);
        Assert.False(_heartbeats.IsOneSilent());

        _heartbeats.Received("b");
        Pass(TimeSpan.FromSeconds(0.1));
        Assert.True(_heartbeats.IsOneSilent());

        _heartbeats.Received("a");
        Assert.False(_heartbeats.IsOneSilent());
    }

    [Fact]
    public void One_that_went_away_is_looked_after_for_a_moment()
    {
        _heartbeats.Received("a");
        _heartbeats.Left("a");
        Assert.True(_heartbeats.IsOneSilent());

        Pass(TimeSpan.FromSeconds(2.1));
        Assert.False(_heartbeats.IsOneSilent());
    }

    /// <summary>Regression: a killed node made all others read the heads four times as often for ten minutes.</summary>
    [Fact]
    public void A_silent_node_counts_for_30_s_and_while_changes_come_unannounced()
    {
        _heartbeats.Received("a");
        Pass(TimeSpan.FromSeconds(30));
        Assert.True(_heartbeats.IsOneSilent());
        Pass(TimeSpan.FromSeconds(1));
        Assert.False(_heartbeats.IsOneSilent());

        _heartbeats.FoundUnnotified();
        Assert.True(_heartbeats.IsOneSilent());
        Pass(TimeSpan.FromSeconds(31));
        Assert.False(_heartbeats.IsOneSilent());
    }

    [Fact]
    public void One_that_is_silent_for_ten_minutes_is_forgotten()
    {
        _heartbeats.Received("a");
        Pass(TimeSpan.FromMinutes(10));
        _heartbeats.FoundUnnotified();
        Assert.True(_heartbeats.IsOneSilent());

        Pass(TimeSpan.FromSeconds(1));
        Assert.False(_heartbeats.IsOneSilent());
    }

    private void Pass(TimeSpan time) => _time.Advance(time);
}
