using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Bench.Wire;

/// <summary>Records end in 0x1E and begin with their type. SignalR writes the invocation id directly after it.</summary>
internal class JsonWire() : WireFormat(new JsonHubProtocol())
{
    public const byte RecordSeparator = 0x1E;

    public override WebSocketMessageType FrameType => WebSocketMessageType.Text;

    private static ReadOnlySpan<byte> TypeField => "{\"type\":"u8;

    private static ReadOnlySpan<byte> IdField => ",\"invocationId\":\""u8;

    private static ReadOnlySpan<byte> ErrorField => "\",\"error\":"u8;

    public override bool TryCut(ref ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> record)
    {
        var end = buffer.IndexOf(RecordSeparator);
        record = end < 0 ? default : buffer[..end];
        buffer = buffer[(end + 1)..];
        return end >= 0;
    }

    public override IncomingRecord Glance(ReadOnlySpan<byte> record)
    {
        if (record.Length <= TypeField.Length || !record.StartsWith(TypeField))
            return default;

        return record[TypeField.Length] switch
        {
            (byte)'1' => new IncomingRecord(IncomingKind.Invocation),
            (byte)'3' => Completion(record[(TypeField.Length + 1)..]),
            (byte)'7' => new IncomingRecord(IncomingKind.Close),
            _ => default,
        };
    }

    private static IncomingRecord Completion(ReadOnlySpan<byte> rest)
    {
        if (!rest.StartsWith(IdField))
            return default;

        rest = rest[IdField.Length..];
        var end = rest.IndexOf((byte)'"');
        return end < 0 ? default : new IncomingRecord(IncomingKind.Completion, rest[..end], rest[end..].StartsWith(ErrorField));
    }
}
