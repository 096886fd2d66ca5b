namespace SignalRChat.Bench.Shapes;

/// <summary>The rows of the table, in its order.</summary>
internal static class Cells
{
    private const int OneOfARoom = 1;
    private const int FourOfEachRoomOf100 = 40;
    private const int OneOfEachRoomOf10 = 100;
    private const int OneOfEachPair = 500;

    public static IReadOnlyList<Cell> All { get; } =
    [
        new("r100", "rooms of 100, 20,000/s", CellKind.Load, 100, new(Figure.Cpu, 0.80), new(Figure.P99, 2)) { Deliveries = 20_000 },
        new("r100-sat", "rooms of 100 saturated", CellKind.Load, 100, new(Figure.Cpu, 0.70), new(Figure.Deliveries, 1))
        {
            Senders = FourOfEachRoomOf100,
        },
        new("r100-sat64", "rooms of 100 saturated, 64 in flight", CellKind.Load, 100, new Aim(Figure.Cpu, 0.70))
        {
            Senders = FourOfEachRoomOf100,
            Depth = 64,
        },
        new("r100-quiet", "one room of 100, 20 messages/s", CellKind.Load, 100, new Aim(Figure.P50, 1.5))
        {
            Deliveries = 2_000,
            InRooms = 1,
        },
        new("r10", "rooms of 10, 20,000/s", CellKind.Load, 10, new Aim(Figure.Cpu, 0.80)) { Deliveries = 20_000 },
        new("r10-sat", "rooms of 10 saturated", CellKind.Load, 10, new Aim(Figure.Cpu, 0.9)) { Senders = OneOfEachRoomOf10 },
        new("r10-sat16", "rooms of 10 saturated, 16 in flight", CellKind.Load, 10, new Aim(Figure.Cpu, 1.5))
        {
            Senders = OneOfEachRoomOf10,
            Depth = 16,
        },
        new("pairs", "pairs, 5,000/s", CellKind.Load, 2, new Aim(Figure.Cpu, 0.9)) { Deliveries = 5_000 },
        new("bytes", "pairs, 5,000/s", CellKind.Load, 2, new Aim(Figure.Bytes, 1.15)) { Deliveries = 5_000 },
        new("garbage", "pairs, 5,000/s", CellKind.Load, 2, new Aim(Figure.Garbage, 2, IsOfValue: true)) { Deliveries = 5_000 },
        new("pairs-sat", "pairs saturated", CellKind.Load, 2, new Aim(Figure.Cpu, 1.2)) { Senders = OneOfEachPair },
        new("r1000", "a room of 1,000, 20,000/s", CellKind.Load, 1_000, new Aim(Figure.Cpu, 0.50)) { Deliveries = 20_000 },
        new("r1000-sat", "a room of 1,000 saturated", CellKind.Load, 1_000, new Aim(Figure.Cpu, 0.40)) { Senders = 8 },
        new("acks64", "rooms of one, 64 senders", CellKind.Load, OneOfARoom, new Aim(Figure.Acks, 0.6)) { Senders = 64 },
        new("acks512", "rooms of one, 512 senders", CellKind.Load, OneOfARoom, new Aim(Figure.Acks, 0.6)) { Senders = 512 },
        new("nodes", "two nodes, rooms of 100, 20,000/s", CellKind.Nodes, 100, new Aim(Figure.Cpu, 0.8)) { Deliveries = 20_000 },
        new("nodes-sat", "two nodes, rooms of 100 saturated", CellKind.Nodes, 100, new Aim(Figure.Cpu, 0.9))
        {
            Senders = FourOfEachRoomOf100,
        },
        new("idle", "10,000 idle connections", CellKind.Idle, OneOfARoom,
            new(Figure.Memory, 12, IsOfValue: true), new(Figure.IdleCpu, 0.4))
        {
            Connections = 10_000,
        },
        new("connect", "2,000 connections opened", CellKind.Connect, OneOfARoom, new(Figure.ConnectCpu, 1.3), new(Figure.Connects, 0.8))
        {
            Connections = 2_000,
        },
    ];
}
