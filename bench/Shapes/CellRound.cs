using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;

namespace SignalRChat.Bench.Shapes;

/// <summary>One cell in one round.</summary>
internal sealed record CellRound(Cell Cell, IReadOnlyList<Measured> Sides)
{
    public Measured Side(string name) => Sides.Single(side => side.Name == name);
}

/// <summary>The figures of one server in one round.</summary>
internal sealed record Measured(string Name, Dictionary<Figure, double> Values)
{
    /// <summary>Deliveries that did not come or came twice, and sends that were refused or not answered.</summary>
    public long Failures { get; init; }

    public static Measured Of(string name, IReadOnlyList<LoadResult> windows)
    {
        double Sum(Func<LoadResult, double> value) => windows.Sum(value);
        double Middle(Func<LoadResult, double> value) => Median.Of(windows.Select(value));
        var (seconds, deliveries) = (Sum(window => window.Seconds), Math.Max(1, Sum(window => window.Deliveries)));
        return new(name, new()
        {
            [Figure.Cpu] = Sum(window => window.ServerCpuSeconds ?? 0) * 1_000_000 / deliveries,
            [Figure.P50] = Middle(window => window.Receipt.P50),
            [Figure.P99] = Middle(window => window.Receipt.P99),
            [Figure.Deliveries] = deliveries / seconds,
            [Figure.Acks] = Sum(window => window.Acks) / seconds,
            [Figure.Bytes] = Sum(window => window.Bytes) / deliveries,
            [Figure.Garbage] = Middle(window => window.GarbagePerAck ?? double.NaN),
            [Figure.GeneratorCpu] = Sum(window => window.OwnCpuSeconds) * 1_000_000 / deliveries,
        })
        {
            Failures = windows.Sum(window => Math.Abs(window.Missing) + window.Refused + window.Unanswered),
        };
    }

    public static Measured Of(string name, IReadOnlyList<OpeningCost> openings) => new(name, new()
    {
        [Figure.ConnectCpu] = Median.Of(openings.Select(opening => opening.ServerMicros)),
        [Figure.Connects] = Median.Of(openings.Select(opening => opening.PerSecond)),
        [Figure.GeneratorCpu] = Median.Of(openings.Select(opening => opening.OwnMicros)),
    });
}
