using SignalRChat.Bench.Comparing;
using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Shapes;

internal sealed record ShapesPlan(FullServerSource Source, IReadOnlyList<Cell> Cells, TurnPlan Turns)
{
    /// <summary>Whether two servers on Node are measured too.</summary>
    public bool HasPeers { get; init; }

    public string Protocol { get; init; } = "json";

    public int TextLength { get; init; } = 120;

    public SendOrder Order { get; init; }

    /// <summary>The sends of each sender in flight in the saturated cells; null for that of each cell.</summary>
    public int? Depth { get; init; }
}
