namespace SignalRChat.Bench.Comparing;

/// <summary>The number and length of the turns in which two servers are measured.</summary>
internal sealed record TurnPlan(int Rounds, int Windows, TimeSpan Warmup, TimeSpan Duration);
