using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;

namespace SignalRChat.Bench.Comparing;

/// <summary>
/// Loads two servers in turns, A B B A …, after a warm-up of each, so that other work of the machine affects both. Prints each
/// window when it ends.
/// </summary>
internal sealed class Turns(Side first, Side second, int windows)
{
    private const int MaxWarmups = 16;
    private const int LevelWindows = 3;
    private const double StillFalling = 0.97;

    private static readonly TimeSpan _ramp = TimeSpan.FromMilliseconds(500);

    public async Task<RoundPair> MeasureAsync(
        string what, LoadShape load, Func<IReadOnlyList<LoadResult>, double> figure, CancellationToken cancellationToken)
    {
        await WarmAsync(first, load, cancellationToken);
        await WarmAsync(second, load, cancellationToken);
        var results = new Dictionary<Side, List<LoadResult>> { [first] = [], [second] = [] };
        for (var i = 0; i < windows; i++)
        {
            foreach (var side in i % 2 == 0 ? [first, second] : new[] { second, first })
            {
                var result = await side.MeasureAsync(load with { Warmup = _ramp }, cancellationToken);
                results[side].Add(result);
                Console.WriteLine($"{what}, {side.Name,-9} {LoadReport.Line(result)}");
            }
        }

        return new RoundPair(figure(results[first]), figure(results[second]));
    }

    /// <summary>
    /// Runs until the processor time of a delivery has not fallen for several windows. Compiling the hot code can take more
    /// than a minute on a busy machine, longer for the server with more code. It is no part of a delivery's cost.
    /// </summary>
    private static async Task WarmAsync(Side side, LoadShape load, CancellationToken cancellationToken)
    {
        var (lowest, level) = (double.MaxValue, 0);
        for (var i = 0; i < MaxWarmups && level < LevelWindows; i++)
        {
            var result = await side.MeasureAsync(load with { Warmup = TimeSpan.Zero, Duration = load.Warmup }, cancellationToken);
            var cost = result.ServerCpuMicrosPerDelivery ?? 0;
            level = cost < lowest * StillFalling ? 0 : level + 1;
            lowest = Math.Min(lowest, cost);
        }
    }
}
