using System.Globalization;
using SignalRChat.Faults.Cluster;

namespace SignalRChat.Tests.Faults;

public sealed class NodeClockTests
{
    private const long Hour = 3600;
    // The longest time between two readings of the clock on a busy machine.
    private const long Moments = 60;

    [NodeClockFact]
    public void A_process_sees_its_clock_stepped_and_stepped_back()
    {
        using var clock = NodeClock.TryMake()!;
        Assert.InRange(Ahead(clock), -Moments, Moments);
        clock.Step(TimeSpan.FromHours(1));
        Assert.InRange(Ahead(clock), Hour - Moments, Hour + Moments);
        clock.Step(TimeSpan.FromHours(-1));
        Assert.InRange(Ahead(clock), -Hour - Moments, -Hour + Moments);
        clock.Step(TimeSpan.Zero);
        Assert.InRange(Ahead(clock), -Moments, Moments);
    }

    private static long Ahead(NodeClock clock)
    {
        var (code, said) = Tool.Run("env", [.. clock.Environment.Select(one => $"{one.Key}={one.Value}"), "date", "+%s"]);
        Assert.Equal(0, code);
        return long.Parse(said, CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    }
}

/// <summary>A test that needs a C compiler, and is skipped without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeClockFactAttribute : FactAttribute
{
    public NodeClockFactAttribute()
    {
        using var clock = NodeClock.TryMake();
        if (clock is null)
            Skip = "There is no C compiler here.";
    }
}
