namespace SignalRChat.Bench.Comparing;

/// <summary>The number and length of the turns in which servers are measured.</summary>
internal sealed record TurnPlan(int Rounds, int Windows, TimeSpan Warmup, TimeSpan Duration)
{
    /// <summary>The most windows of a warm-up, which ends when the cost does not fall any more.</summary>
    public int MaxWarmups { get; init; } = 16;
}
