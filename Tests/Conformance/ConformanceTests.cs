using SignalRChat.Client;

namespace SignalRChat.Tests.Conformance;

/// <summary>
/// The .NET client plays the schedules that the JavaScript client also plays: <c>Tests/Conformance/js/conformance.test.mjs</c>.
/// </summary>
public sealed class ConformanceTests
{
    private const int Batches = 10;

    private static readonly IReadOnlyList<ConformanceSchedule> _written = ConformanceSchedule.Written();
    private static readonly IReadOnlyList<ConformanceSchedule> _drawn = ConformanceSchedule.Drawn();

    public static TheoryData<string> Names => [.. _written.Select(schedule => schedule.Name)];

    public static TheoryData<int> Tenths => [.. Enumerable.Range(0, Batches)];

    [Fact]
    public void There_are_as_many_schedules_as_promised()
    {
        Assert.InRange(_written.Count, 114, int.MaxValue);
        Assert.Distinct(_written.Select(schedule => schedule.Name));
        Assert.Equal(400, _drawn.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_app_has_what_the_schedule_says(string name)
    {
        var schedule = _written.Single(schedule => schedule.Name == name);

        var seen = await ScheduleRun.PlayAsync(schedule);

        Assert.Equal($"{schedule.Expected}", $"{seen}");
    }

    /// <summary>
    /// The schedules of a tenth run in parallel, because most of their time is waiting. The protocols take turns, and each meets every
    /// kind of change.
    /// </summary>
    [Theory]
    [MemberData(nameof(Tenths))]
    public async Task The_app_has_what_the_drawn_schedules_say(int tenth)
    {
        var mine = _drawn.Where((_, i) => i % Batches == tenth).ToArray();

        var seen = await Task.WhenAll(mine.Select((schedule, i) =>
            ScheduleRun.PlayAsync(schedule, i % 2 == 0 ? ChatProtocol.Json : ChatProtocol.MessagePack)));

        Assert.All(mine.Zip(seen), pair => Assert.Equal($"{pair.First}: {pair.First.Expected}", $"{pair.First}: {pair.Second}"));
    }
}
