using SignalRChat.Testing.Oracle;
using SignalRChat.Tests.Architecture;
using Xunit.Abstractions;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>The greatest permitted effect of a Redis fault.</summary>
internal static class FaultAssert
{
    /// <summary>
    /// Below this, twice the normal value may be a busy machine. Without the countermeasures it would be seconds.
    /// </summary>
    private const double Noise = 1_000;

    private const double Delivery = 1_000;

    /// <summary>
    /// Less than a call that waits for a dead Redis until its time-out (docs/backplane.md). More than the delay that other
    /// tests on the machine cause.
    /// </summary>
    private const double NoWaiting = 3_000;

    /// <summary>A check without material proves nothing.</summary>
    private static readonly Check[] _hadMaterial =
        [Check.Lost, Check.Disagreement, Check.Behind, Check.Reorder, Check.Undecided, Check.Refusal];

    public static void Unnoticed(FaultResult result, ITestOutputHelper output)
    {
        NothingLost(result, output);
        NotSlower("send", result.Calm.Send, result.Struck.Send);
        NotSlower("connect", result.Calm.Connect, result.Struck.Connect);
        NotSlower("join", result.Calm.Join, result.Struck.Join);
        foreach (var phase in (Phase[])[result.Struck, result.After])
        {
            Assert.InRange(phase.FromAnswer.Count, 10, int.MaxValue);
            Assert.InRange(phase.FromAnswer.P99, 0, Delivery);
        }
    }

    /// <summary>For a test that runs beside other tests.</summary>
    public static void UnnoticedBesideOthers(FaultResult result, ITestOutputHelper output)
    {
        NothingLost(result, output);
        var struck = result.Struck;
        foreach (var times in (Spread[])[struck.Send, struck.Connect, struck.Join, struck.FromAnswer, result.After.FromAnswer])
        {
            Assert.InRange(times.Count, 10, int.MaxValue);
            Assert.InRange(times.P99, 0, NoWaiting);
        }
    }

    private static void NothingLost(FaultResult result, ITestOutputHelper output)
    {
        output.WriteLine($"{result.Sent} sent");
        output.WriteLine($"calm {result.Calm}\nstruck {result.Struck}\nafter {result.After}");
        Assert.InRange(result.Sent, 100, int.MaxValue);
        Assert.All(_hadMaterial, check => Assert.True(result.Looked[check] > 0, $"{check} had nothing to look at."));
        Findings.AssertNone(result.Violations.Select(violation => $"{violation.Check}: {violation.Sentence}"));
    }

    private static void NotSlower(string what, Spread calm, Spread struck) =>
        Assert.True(
            struck.P99 <= Math.Max(2 * calm.P99, Noise),
            $"The p99 of a {what} was {calm.P99:0} ms before and {struck.P99:0} ms under the fault.");
}
