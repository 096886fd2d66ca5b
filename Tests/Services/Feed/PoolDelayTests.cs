using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Feed;

namespace SignalRChat.Tests.Services.Feed;

public sealed class PoolDelayTests
{
    private static readonly TimeSpan _millisecond = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly PoolDelay _delay;

    public PoolDelayTests() => _delay = new PoolDelay(_time);

    [Fact]
    public void A_node_is_idle_before_anything_has_waited() => Assert.Equal(TimeSpan.Zero, _delay.WhileBusy());

    [Fact]
    public void One_long_wait_does_not_make_a_node_busy()
    {
        _delay.Observe(10 * _millisecond);

        Assert.Equal(TimeSpan.Zero, _delay.WhileBusy());
    }

    [Fact]
    public void Waits_that_last_make_a_node_busy_and_the_delay_approaches_them()
    {
        Observe(10 * _millisecond, times: 100);

        Assert.InRange(_delay.WhileBusy(), 9 * _millisecond, 10 * _millisecond);
    }

    [Fact]
    public void Short_waits_do_not_make_a_node_busy_however_many()
    {
        Observe(PoolDelay.BusyFrom * 0.9, times: 1_000);

        Assert.Equal(TimeSpan.Zero, _delay.WhileBusy());
    }

    [Fact]
    public void A_busy_node_stays_busy_until_the_waits_are_clearly_shorter()
    {
        Observe(3 * _millisecond, times: 100);
        Assert.NotEqual(TimeSpan.Zero, _delay.WhileBusy());

        Observe(1.5 * _millisecond, times: 100);
        Assert.NotEqual(TimeSpan.Zero, _delay.WhileBusy());
        Observe(PoolDelay.IdleBelow * 0.9, times: 100);
        Assert.Equal(TimeSpan.Zero, _delay.WhileBusy());

        // Idle again, so the same waits as before do not suffice.
        Observe(1.5 * _millisecond, times: 100);
        Assert.Equal(TimeSpan.Zero, _delay.WhileBusy());
    }

    [Fact]
    public void A_node_is_idle_after_a_silence()
    {
        Observe(10 * _millisecond, times: 100);

        _time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(TimeSpan.Zero, _delay.WhileBusy());
    }

    [Fact]
    public void Waits_that_are_rare_do_not_make_a_node_busy()
    {
        for (var i = 0; i < 100; i++)
        {
            _time.Advance(500 * _millisecond);
            _delay.Observe(10 * _millisecond);
            Assert.Equal(TimeSpan.Zero, _delay.WhileBusy());
        }
    }

    private void Observe(TimeSpan waited, int times)
    {
        for (var i = 0; i < times; i++)
            _delay.Observe(waited);
    }
}
