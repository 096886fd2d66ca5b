namespace SignalRChat.Bench.Comparing;

/// <summary>How long and how often two servers are measured in turns.</summary>
internal sealed record TurnPlan(int Rounds, int Windows, TimeSpan Warmup, TimeSpan Duration);
