using SignalRChat.Bench.Load;

namespace SignalRChat.Bench.Shapes;

/// <summary>What a cell does with the servers.</summary>
internal enum CellKind
{
    /// <summary>A load on one node.</summary>
    Load,

    /// <summary>A load on two nodes.</summary>
    Nodes,

    /// <summary>Connections that only stay open.</summary>
    Idle,

    /// <summary>Connections that open.</summary>
    Connect,
}

/// <summary>One load of the table, and its aims.</summary>
internal sealed record Cell(string Name, string Text, CellKind Kind, int RoomSize, params Aim[] Aims)
{
    public int Connections { get; init; } = 1_000;

    /// <summary>Deliveries a second; 0 for as fast as acks allow.</summary>
    public int Deliveries { get; init; }

    /// <summary>At a rate every connection sends.</summary>
    public int Senders { get; init; } = int.MaxValue;

    public int Depth { get; init; } = 1;

    public int InRooms { get; init; } = int.MaxValue;

    public int Rooms => Connections / RoomSize;

    public bool IsLoad => Kind is CellKind.Load or CellKind.Nodes;

    /// <summary>Each send is a delivery to every member of a room.</summary>
    public LoadShape Load(ShapesPlan plan) => new(Senders, Deliveries / RoomSize, plan.TextLength, plan.Turns.Warmup, plan.Turns.Duration)
    {
        Depth = Deliveries > 0 ? 1 : plan.Depth ?? Depth,
        Order = plan.Order,
        InRooms = InRooms,
    };
}
