using SignalRChat.Bench.Reports;

namespace SignalRChat.Bench.Shapes;

/// <summary>
/// The table: a row for each aim, the missed ones first, the worst of them at the top. The values are medians of the rounds.
/// </summary>
internal sealed class ShapesReport
{
    private readonly List<CellRound> _rounds;
    private readonly string[] _peers;

    public ShapesReport(List<CellRound> rounds)
    {
        _rounds = rounds;
        _peers = [.. rounds.SelectMany(round => round.Sides).Select(side => side.Name).Distinct().Except([ShapesRun.Full, ShapesRun.Bare])];
        var rows = Cells.SelectMany(cell => cell.Aims.Select(aim => Row(cell, aim)));
        Rows = [.. rows.OrderByDescending(row => Math.Max(1, row.Aim.Shortfall(row.Comparison)))];
    }

    public IReadOnlyList<ShapeRow> Rows { get; }

    public IEnumerable<string> Failures =>
        from round in _rounds
        from side in round.Sides
        where side.Failures > 0
        select $"{round.Cell.Name}, {side.Name}: {side.Failures} deliveries missing or repeated, or sends refused or not answered.";

    public void WriteMissed(TextWriter output)
    {
        var missed = Rows.Where(row => !row.IsMet).ToArray();
        output.WriteLine($"{missed.Length} of {Rows.Count} aims are missed.");
        foreach (var row in missed)
            output.WriteLine($"{row.Cell}: {row.What}, ratio {row.Comparison.Ratio:0.00}, aim {row.Aim}");

        output.WriteLine();
    }

    /// <summary>Writes the figures, then the latencies and the cost of the generator.</summary>
    public void Write(TextWriter output)
    {
        // With peers the range would make the lines too long for a page.
        string[] rounds = _peers.Length == 0 ? ["rounds"] : [];
        string[] head = ["cell", "load and figure", ShapesRun.Full, ShapesRun.Bare, "ratio", .. rounds, "aim", .. _peers];
        Table.Write(output, head, [.. Rows.Select(Figures)]);
        output.WriteLine();
        string[] latencies = ["p50 / p99 ms", .. Others, "generator µs", .. Others];
        Table.Write(output, ["cell", .. latencies], [.. Cells.Where(cell => cell.IsLoad).DistinctBy(cell => cell.Text).Select(Latencies)]);
        output.WriteLine();
        foreach (var failure in Failures)
            output.WriteLine(failure);
    }

    private IEnumerable<Cell> Cells => _rounds.Select(round => round.Cell).Distinct();

    private IEnumerable<string> Others => [ShapesRun.Bare, .. _peers];

    private ShapeRow Row(Cell cell, Aim aim) => new(
        cell.Name, $"{cell.Text}: {FigureText.Of(aim.Figure).Name}", aim, Compare(cell, aim.Figure),
        [.. _peers.Select(peer => Value(cell, peer, aim.Figure))]);

    private string[] Figures(ShapeRow row)
    {
        var text = FigureText.Of(row.Aim.Figure);
        var result = row.Comparison;
        return
        [
            $"`{row.Cell}`", row.What, text.Show(result.First), text.Show(result.Second), $"{result.Ratio:0.00}",
            .. _peers.Length == 0 ? (string[])[$"{result.LowestRatio:0.00}–{result.HighestRatio:0.00}"] : [],
            $"{row.Aim}{(row.IsMet ? "" : ", missed")}",
            .. row.Peers.Select(value => double.IsNaN(value) ? "" : text.Show(value)),
        ];
    }

    private string[] Latencies(Cell cell)
    {
        string[] servers = [ShapesRun.Full, .. Others];
        return
        [
            $"`{cell.Name}`",
            .. servers.Select(server => $"{Value(cell, server, Figure.P50):0.0} / {Value(cell, server, Figure.P99):0.0}"),
            .. servers.Select(server => $"{Value(cell, server, Figure.GeneratorCpu):0.0}"),
        ];
    }

    private Comparison Compare(Cell cell, Figure figure) => new(
        FigureText.Of(figure).Name, FigureText.Of(figure).Unit, ShapesRun.Full, ShapesRun.Bare,
        [.. Rounds(cell).Select(round =>
            new RoundPair(round.Side(ShapesRun.Full).Values[figure], round.Side(ShapesRun.Bare).Values[figure]))]);

    /// <summary>NaN if the server has no such figure.</summary>
    private double Value(Cell cell, string server, Figure figure) => Median.Of(Rounds(cell).Select(round =>
        round.Sides.FirstOrDefault(side => side.Name == server)?.Values.GetValueOrDefault(figure, double.NaN) ?? double.NaN));

    private IEnumerable<CellRound> Rounds(Cell cell) => _rounds.Where(round => round.Cell == cell);
}

/// <summary>One figure of a cell against its aim, and the values of the peers.</summary>
internal sealed record ShapeRow(string Cell, string What, Aim Aim, Comparison Comparison, IReadOnlyList<double> Peers)
{
    public bool IsMet => Aim.IsMet(Comparison);
}
