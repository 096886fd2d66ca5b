using SignalRChat.Bench.Faults;
using Xunit.Abstractions;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>What a fault of Redis may cost, as promised.</summary>
internal static class FaultAssert
{
    /// <summary>Twice the normal is not to be told from a busy machine below this; without the measures it would be seconds.</summary>
    private const double Noise = 1_000;

    private const double Delivery = 1_000;

    /// <summary>
    /// Less than a call that waits for a dead Redis until it gives up (docs/backplane.md), and more than what other tests on the
    /// machine take from it.
    /// </summary>
    private const double NoWaiting = 3_000;

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

    /// <summary>For one that runs while the machine is busy with others.</summary>
    public static void UnnoticedBesideOthers(FaultResult result, ITestOutputHelper output)
    {
        NothingLost(result, output);
        foreach (var times in (Times[])[result.Struck.Send, result.Struck.Connect, result.Struck.Join, result.Struck.FromAnswer, result.After.FromAnswer])
        {
            Assert.InRange(times.Count, 10, int.MaxValue);
            Assert.InRange(times.P99, 0, NoWaiting);
        }
    }

    private static void NothingLost(FaultResult result, ITestOutputHelper output)
    {
        output.WriteLine($"{result.Sent} sent, recovered after {result.RecoveredAfter}\ncalm {result.Calm}\nstruck {result.Struck}\nafter {result.After}");
        Assert.InRange(result.Sent, 100, int.MaxValue);
        Assert.Equal((0, 0, 0, 0), (result.Failed, result.Lost, result.Repeated, result.Reordered));
        Assert.True(result.IsOneOrder, "Not all have the same list.");
    }

    private static void NotSlower(string what, Times calm, Times struck) =>
        Assert.True(struck.P99 <= Math.Max(2 * calm.P99, Noise), $"The p99 of a {what} was {calm.P99:0} ms before and {struck.P99:0} ms under the fault.");
}
