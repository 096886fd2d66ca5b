using SignalRChat.Bench.Load;

namespace SignalRChat.Bench.Comparing;

/// <summary>The connections and the send rate, once for each protocol.</summary>
internal sealed record RoomPlan(string[] Protocols, int Rooms, int RoomSize, int SendersPerRoom, int Rate, int TextLength)
{
    public SwarmShape Swarm(string protocol) => new(protocol, Rooms * RoomSize, Rooms);

    public LoadShape Load(TurnPlan turns) => new(Rooms * SendersPerRoom, Rate, TextLength, turns.Warmup, turns.Duration);
}
