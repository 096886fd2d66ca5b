using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;

namespace SignalRChat.Bench.Comparing;

/// <summary>
/// Loads servers in turns, A B B A …, after a warm-up of each, so that other work of the machine affects all. Prints each window
/// to standard error when it ends.
/// </summary>
internal sealed class Turns(IReadOnlyList<Side> sides, TurnPlan plan)
{
    private const int WarmWindows = 2;

    private static readonly TimeSpan _ramp = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns the windows of each side.</summary>
    /// <param name="what">Names the load in the output.</param>
    /// <param name="load">The load.</param>
    /// <param name="isWarm">The servers have had a similar load before.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    public async Task<List<LoadResult>[]> MeasureAsync(
        string what, LoadShape load, bool isWarm, CancellationToken cancellationToken)
    {
        foreach (var side in sides)
            await WarmAsync(side, load, isWarm ? WarmWindows : plan.MaxWarmups, cancellationToken);

        var results = sides.Select(_ => new List<LoadResult>()).ToArray();
        for (var i = 0; i < plan.Windows; i++)
        {
            foreach (var side in i % 2 == 0 ? Enumerable.Range(0, sides.Count) : Enumerable.Range(0, sides.Count).Reverse())
            {
                var result = await sides[side].MeasureAsync(load with { Warmup = _ramp }, cancellationToken);
                results[side].Add(result);
                await Console.Error.WriteLineAsync($"{what}, {sides[side].Name,-11} {LoadReport.Line(result)}");
            }
        }

        return results;
    }

    private static async Task WarmAsync(Side side, LoadShape load, int most, CancellationToken cancellationToken)
    {
        var warmUp = new WarmUp();
        for (var i = 0; i < most && !warmUp.IsDone; i++)
        {
            var result = await side.MeasureAsync(load with { Warmup = TimeSpan.Zero, Duration = load.Warmup }, cancellationToken);
            warmUp.Add(result.ServerCpuMicrosPerDelivery ?? 0, (result.CompilingSeconds / result.ServerCpuSeconds) ?? 0);
        }
    }
}
