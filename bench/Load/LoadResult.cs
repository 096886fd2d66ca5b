using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Load;

/// <summary>The values are in milliseconds.</summary>
internal sealed record LatencyFigures(double P50, double P99, double P999, double Max, double Mean);

/// <summary>The result of one window. <c>bench --help</c> explains each figure.</summary>
internal sealed record LoadResult
{
    public required double Seconds { get; init; }

    public required long Deliveries { get; init; }

    /// <summary>The size of the records that carried the deliveries.</summary>
    public required long Bytes { get; init; }

    public required long Acks { get; init; }

    public required LatencyFigures Receipt { get; init; }

    public required LatencyFigures Ack { get; init; }

    /// <summary>
    /// Deliveries that the acked sends of the window required, minus those that arrived. A value above 0 is a loss, below 0 a
    /// repeat.
    /// </summary>
    public required long Missing { get; init; }

    /// <summary>Sends without an answer some seconds after the window: the server cannot keep up with the rate.</summary>
    public required long Unanswered { get; init; }

    public required long Refused { get; init; }

    public string? FirstRefusal { get; init; }

    public double? ServerCpuSeconds { get; init; }

    public required double OwnCpuSeconds { get; init; }

    /// <summary>Bytes that the server allocated on its managed heap for each ack, ramp and drain included; null if unknown.</summary>
    public double? GarbagePerAck { get; init; }

    /// <summary>The part of the processor time that the server's compiler took, ramp and drain included; null if unknown.</summary>
    public double? CompilingSeconds { get; init; }

    /// <summary>What the chat server measured of its own part, drain included; null if it was not asked.</summary>
    public ServerTimes? Server { get; init; }

    public double DeliveriesPerSecond => Deliveries / Seconds;

    public double AcksPerSecond => Acks / Seconds;

    public double? ServerCpuMicrosPerDelivery => ServerCpuSeconds * 1_000_000 / Math.Max(1, Deliveries);

    public double? ServerCpuMicrosPerAck => ServerCpuSeconds * 1_000_000 / Math.Max(1, Acks);

    public double BytesPerDelivery => (double)Bytes / Math.Max(1, Deliveries);

    public double OwnCpuMicrosPerDelivery => OwnCpuSeconds * 1_000_000 / Math.Max(1, Deliveries);
}
