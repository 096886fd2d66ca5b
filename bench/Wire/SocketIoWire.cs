using System.Text.Json;

namespace SignalRChat.Bench.Wire;

/// <summary>
/// Socket.IO's packets on a WebSocket: <c>42N[event, argument, id]</c> calls, and <c>43N[id]</c> answers. A packet is a frame
/// and has no end of its own, so the reader puts the end of a JSON record behind each frame.
/// </summary>
internal sealed class SocketIoWire : JsonWire
{
    public const string ProtocolName = "socket.io";

    public override bool IsCutByFrames => true;

    /// <summary>The answer to a ping, which the server takes as a sign of life at any time.</summary>
    public override byte[] Ping { get; } = "3"u8.ToArray();

    private static ReadOnlySpan<byte> Event => "42"u8;

    private static ReadOnlySpan<byte> Answer => "431[\""u8;

    public override byte[] Handshake() => "40"u8.ToArray();

    public override byte[] Invoke(string invocationId, string method, object argument) =>
        [.. "421"u8, .. JsonSerializer.SerializeToUtf8Bytes<object[]>([method, argument, invocationId], JsonSerializerOptions.Web)];

    public override IncomingRecord Glance(ReadOnlySpan<byte> record)
    {
        if (record.StartsWith(Event))
            return new IncomingRecord(IncomingKind.Invocation);

        if (!record.StartsWith(Answer))
            return default;

        var id = record[Answer.Length..];
        return new IncomingRecord(IncomingKind.Completion, id[..Math.Max(0, id.IndexOf((byte)'"'))]);
    }
}
