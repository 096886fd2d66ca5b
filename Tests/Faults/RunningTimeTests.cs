using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.Faults;

/// <summary>The oracle does not blame the servers for the machine's standstills.</summary>
public sealed class RunningTimeTests
{
    private static readonly RunningTime _time = new([(100, 200), (500, 600)]);

    [Theory]
    [InlineData(0, 50, 50)]
    [InlineData(0, 1000, 800)]
    [InlineData(150, 550, 300)]
    [InlineData(120, 180, 0)]
    [InlineData(200, 500, 300)]
    public void A_span_is_as_long_as_the_machine_ran_in_it(long from, long to, long ran) => Assert.Equal(ran, _time.Between(from, to));

    [Theory]
    [InlineData(0, 50)]
    [InlineData(0, 250)]
    [InlineData(50, 700)]
    [InlineData(250, 400)]
    public void A_time_is_reached_when_so_much_has_run(long from, long span)
    {
        var to = _time.After(from, span);
        Assert.Equal(span, _time.Between(from, to));
        Assert.Equal(span, _time.Between(_time.Before(to, span), to));
    }

    [Fact]
    public void What_is_late_because_the_machine_stood_still_is_not_late()
    {
        static Story Late(long still, bool isOfDisk = false) => new Story()
            .Posts("alice", "one", 1).Stores("one", 1).Hears("alice", 0, 1, Story.Message("one", 1)).Later(5)
            .Add("", new StoodStill(still, isOfDisk)).Hears("bob", 0, 1, Story.Message("one", 1)).Later(10)
            .Add("watch", new Present("elsewhere", []));
        Assert.Equal([Check.Late], Late(still: 6_000_000).Judge());
        Assert.Empty(Late(still: 2_500_000).Judge());
        Assert.Equal([Check.Late], Late(still: 2_500_000, isOfDisk: true).Judge());
    }

    [Theory]
    [InlineData(0.2, false)]
    [InlineData(1.2, true)]
    public void Too_many_that_come_too_slowly_while_Redis_is_away_are_found_though_none_is_late(double seconds, bool isFound)
    {
        var story = new Story().Add("", new FaultBegan(1, "redis-killed", ""));
        for (var place = 1; place <= 250; place++)
        {
            story.Posts("alice", $"{place}", place).Stores($"{place}", place)
                .Hears("alice", place - 1, place, Story.Message($"{place}", place))
                .Later(seconds).Hears("bob", place - 1, place, Story.Message($"{place}", place));
        }

        Assert.Equal(isFound ? [Check.Slow] : [], story.Later(10).Add("watch", new Present("elsewhere", [])).Judge());
    }
}
