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
    private const int LevelWindows = 3;
    private const double StillFalling = 0.97;

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

    /// <summary>
    /// Runs until the processor time of a delivery has not fallen for several windows. Compiling the hot code can take more
    /// than a minute on a busy machine, longer for the server with more code. It is no part of a delivery's cost.
    /// </summary>
    private static async Task WarmAsync(Side side, LoadShape load, int most, CancellationToken cancellationToken)
    {
        var (lowest, level) = (double.MaxValue, 0);
        for (var i = 0; i < most && level < LevelWindows; i++)
        {
            var result = await side.MeasureAsync(load with { Warmup = TimeSpan.Zero, Duration = load.Warmup }, cancellationToken);
            var cost = result.ServerCpuMicrosPerDelivery ?? 0;
            level = cost < lowest * StillFalling ? 0 : level + 1;
            lowest = Math.Min(lowest, cost);
        }
    }
}
