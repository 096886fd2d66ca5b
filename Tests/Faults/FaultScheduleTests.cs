using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;

namespace SignalRChat.Tests.Faults;

public sealed class FaultScheduleTests
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_seed_gives_the_same_schedule_again_and_another_seed_another(int nodes)
    {
        PlannedFault[] Mixed(int seed) => Schedule.Mixed(seed, FaultCatalog.For(new ClusterShape(nodes)), _hour);
        Assert.Equal(Mixed(seed: 7), Mixed(seed: 7));
        Assert.NotEqual(Mixed(seed: 7), Mixed(seed: 8));
    }

    [Fact]
    public void An_hour_of_chance_strikes_with_everything_and_with_two_things_at_once()
    {
        var kinds = FaultCatalog.For(new ClusterShape(2));
        var schedule = Schedule.Mixed(seed: 1, kinds, _hour);
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), schedule.Select(planned => planned.Name).Distinct().Order());
        Assert.False(IsInTurn(schedule));
    }

    [Fact]
    public void Some_are_the_same_for_the_same_seed_and_always_strike_every_part()
    {
        var kinds = FaultCatalog.For(new ClusterShape(2));
        string[] Some(int seed)
        {
            var some = Schedule.EachOnce(seed, Schedule.Some(seed, kinds, 10), TimeSpan.FromSeconds(1));
            return [.. some.Select(planned => planned.ToString())];
        }
        Assert.Equal(Some(seed: 7), Some(seed: 7));
        for (var seed = 1; seed <= 100; seed++)
        {
            var some = Schedule.Some(seed, kinds, 10);
            Assert.Equal(10, some.Distinct().Count());
            Assert.Superset(
                new HashSet<string> { "node", "client", "redis", "postgres" }, some.SelectMany(kind => kind.Places).ToHashSet());
            Assert.Equal(3, some.Count(kind => kind.Name.StartsWith("flood", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void What_is_named_strikes_in_the_order_given()
    {
        var kinds = FaultCatalog.For(new ClusterShape(2)).Reverse().ToArray();
        var schedule = Schedule.InOrder(seed: 3, kinds, TimeSpan.FromSeconds(1));
        Assert.Equal(kinds.Select(kind => kind.Name), schedule.Select(planned => planned.Name));
        Assert.Equal(schedule, Schedule.InOrder(seed: 3, kinds, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_once_is_each_once_and_one_after_the_other(int nodes)
    {
        var kinds = FaultCatalog.For(new ClusterShape(nodes));
        var schedule = Schedule.EachOnce(seed: 3, kinds, TimeSpan.FromSeconds(1));
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), schedule.Select(planned => planned.Name).Order());
        Assert.True(IsInTurn(schedule));
    }

    private static bool IsInTurn(PlannedFault[] schedule) =>
        schedule.Zip(schedule.Skip(1)).All(pair => pair.Second.At >= pair.First.At + pair.First.Lasts);
}
