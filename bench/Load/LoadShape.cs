namespace SignalRChat.Bench.Load;

/// <summary>The connections, spread evenly over rooms.</summary>
internal sealed record SwarmShape(string Protocol, int Connections, int Rooms);

/// <summary>
/// The load. Senders are spread evenly over the rooms. The rate is in sends a second of all senders together, whether or not
/// acks arrive. At 0 each sender sends when its last send was acked.
/// </summary>
internal sealed record LoadShape(int Senders, int Rate, int TextLength, TimeSpan Warmup, TimeSpan Duration);
