namespace SignalRChat.Bench.Costs;

/// <summary>
/// The cumulative usage of the parts of a cluster. Two readings and the time between them give the cost of a load.
/// </summary>
internal sealed record ClusterFigures
{
    public required long Messages { get; init; }

    public required TimeSpan NodesCpu { get; init; }

    public required PostgresFigures Postgres { get; init; }

    public required RedisFigures Redis { get; init; }
}

/// <param name="Cpu">User and system time of the server process and all its children, including ended ones.</param>
/// <param name="Messages">Rows in <c>messages</c>.</param>
/// <param name="TableBytes">The size of that table.</param>
/// <param name="IndexBytes">The size of its indexes.</param>
/// <param name="LogBytes">The end of the write-ahead log.</param>
/// <param name="Transactions">Numbers given to transactions that wrote.</param>
internal sealed record PostgresFigures(TimeSpan Cpu, long Messages, long TableBytes, long IndexBytes, long LogBytes, long Transactions);

/// <param name="Cpu">User and system time.</param>
/// <param name="OutputBytes">Bytes sent to clients.</param>
/// <param name="Commands">Executed commands.</param>
/// <param name="Channels">Channels with a subscriber.</param>
/// <param name="MemoryBytes">Memory in use.</param>
internal sealed record RedisFigures(TimeSpan Cpu, long OutputBytes, long Commands, long Channels, long MemoryBytes);
