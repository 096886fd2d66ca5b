using System.Diagnostics;

namespace SignalRChat.Tests.Faults;

public sealed class StandstillsTests
{
    private static readonly long _second = Stopwatch.Frequency;

    [Fact]
    public void What_lies_in_a_standstill_is_taken_off_and_a_short_one_counts_for_nothing()
    {
        // In a future that the watching thread does not reach.
        var start = Stopwatch.GetTimestamp() + (1_000 * _second);
        var stood = new List<long>();
        using var standstills = Standstills.Watching(since =>
        {
            if (since >= start)
                stood.Add(since);
        });
        standstills.Looked(start, start + _second);
        standstills.Looked(start + (2 * _second), start + (2 * _second) + (_second / 20));

        var time = standstills.Time;
        Assert.Equal(2 * _second, time.Between(start - _second, start + (2 * _second)));
        Assert.Equal(_second / 2, time.Between(start + (_second / 2), start + (3 * _second / 2)));
        Assert.Equal(0, time.Between(start + (_second / 4), start + (_second / 2)));
        Assert.Equal(2 * _second, time.Between(start + (2 * _second), start + (4 * _second)));
        Assert.Equal([start], stood);
    }

    [Fact]
    public void A_write_to_the_disk_may_take_longer_than_a_pause_of_a_thread()
    {
        using var folder = new TempDirectory();
        var start = Stopwatch.GetTimestamp() + (1_000 * _second);
        using (var standstills = Standstills.WatchingDisk(folder.Path))
        {
            Assert.Single(Directory.GetFiles(folder.Path));
            standstills.Looked(start, start + (_second / 5));
            standstills.Looked(start + (2 * _second), start + (3 * _second));
            Assert.Equal(4 * _second, standstills.Time.Between(start, start + (5 * _second)));
        }
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
