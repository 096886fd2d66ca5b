using Microsoft.Extensions.Time.Testing;
using SignalRChat.Hubs.Backplane;

namespace SignalRChat.Tests.Hubs.Backplane;

public sealed class PeerHeartbeatsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PeerHeartbeats _signs;

    public PeerHeartbeatsTests() => _signs = new PeerHeartbeats(_time);

    [Fact]
    public void A_node_that_misses_two_signs_is_silent_until_it_is_heard_again()
    {
        Assert.False(_signs.IsOneSilent());
        _signs.Received("a");
        _signs.Received("b");
        Pass(2 * BackplaneProbe.Interval);
        Assert.False(_signs.IsOneSilent());

        _signs.Received("b");
        Pass(TimeSpan.FromSeconds(0.1));
        Assert.True(_signs.IsOneSilent());

        _signs.Received("a");
        Assert.False(_signs.IsOneSilent());
    }

    [Fact]
    public void One_that_went_away_is_looked_after_for_a_moment()
    {
        _signs.Received("a");
        _signs.Left("a");
        Assert.True(_signs.IsOneSilent());

        Pass(TimeSpan.FromSeconds(2.1));
        Assert.False(_signs.IsOneSilent());
    }

    /// <summary>Regression: a killed node made all others read the heads four times as often for ten minutes.</summary>
    [Fact]
    public void One_that_is_silent_counts_for_30_s_and_again_while_changes_come_without_a_hint()
    {
        _signs.Received("a");
        Pass(TimeSpan.FromSeconds(30));
        Assert.True(_signs.IsOneSilent());
        Pass(TimeSpan.FromSeconds(1));
        Assert.False(_signs.IsOneSilent());

        _signs.FoundUnnotified();
        Assert.True(_signs.IsOneSilent());
        Pass(TimeSpan.FromSeconds(31));
        Assert.False(_signs.IsOneSilent());
    }

    [Fact]
    public void One_that_is_silent_for_ten_minutes_is_forgotten()
    {
        _signs.Received("a");
        Pass(TimeSpan.FromMinutes(10));
        _signs.FoundUnnotified();
        Assert.True(_signs.IsOneSilent());

        Pass(TimeSpan.FromSeconds(1));
        Assert.False(_signs.IsOneSilent());
    }

    private void Pass(TimeSpan time) => _time.Advance(time);
}
