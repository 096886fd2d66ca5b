using System.Diagnostics;
using SignalRChat.Bench.Faults;

namespace SignalRChat.Tests.Bench;

public sealed class MachinePausesTests
{
    private static readonly long _second = Stopwatch.Frequency;

    [Fact]
    public void What_lies_in_a_pause_is_taken_off_and_a_short_one_counts_for_nothing()
    {
        // In a future that the watching thread does not reach.
        var start = Stopwatch.GetTimestamp() + (1_000 * _second);
        using var pauses = MachinePauses.Watching();
        pauses.Looked(start, start + _second);
        pauses.Looked(start + (2 * _second), start + (2 * _second) + (_second / 20));

        Assert.Equal(TimeSpan.FromSeconds(2), pauses.Running(new Timing(start - _second, start + (2 * _second))));
        Assert.Equal(TimeSpan.FromSeconds(0.5), pauses.Running(new Timing(start + (_second / 2), start + (3 * _second / 2))));
        Assert.Equal(TimeSpan.Zero, pauses.Running(new Timing(start + (_second / 4), start + (_second / 2))));
        Assert.Equal(TimeSpan.FromSeconds(2), pauses.Running(new Timing(start + (2 * _second), start + (4 * _second))));
    }
}
