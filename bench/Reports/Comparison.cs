namespace SignalRChat.Bench.Reports;

/// <summary>
/// One figure of two servers over several rounds. The ratio is the median of the ratios of the rounds, because a temporary
/// slowdown of the machine slows both servers.
/// </summary>
internal sealed record Comparison(string Figure, string Unit, string FirstName, string SecondName, IReadOnlyList<RoundPair> Rounds)
{
    public double First => Median.Of(Rounds.Select(round => round.First));

    public double Second => Median.Of(Rounds.Select(round => round.Second));

    public double Ratio => Median.Of(Rounds.Select(round => round.Ratio));

    public double LowestRatio => Rounds.Min(round => round.Ratio);

    public double HighestRatio => Rounds.Max(round => round.Ratio);
}

internal sealed record RoundPair(double First, double Second)
{
    public double Ratio => First / Second;
}
