namespace SignalRChat.Bench.Load;

/// <summary>Who is there: connections spread evenly over rooms.</summary>
internal sealed record SwarmShape(string Protocol, int Connections, int Rooms);

/// <summary>
/// What they do. Senders are spread evenly over the rooms. The rate is in sends a second of all senders together, whether acks
/// come or not; at 0 each sender sends when its last send was acked.
/// </summary>
internal sealed record LoadShape(int Senders, int Rate, int TextLength, TimeSpan Warmup, TimeSpan Duration);
