using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Bench.Wire;

/// <summary>
/// Each record starts with its length, seven bits to a byte, low bits first. A completion is <c>[3, headers, invocationId,
/// resultKind, …]</c>; SignalR sends no headers, and ids here are shorter than 32 bytes.
/// </summary>
internal sealed class MessagePackWire() : WireFormat(new MessagePackHubProtocol())
{
    private const int MaxLengthBytes = 5;
    private const byte EmptyMap = 0x80;
    private const byte FixedString = 0xA0;
    private const byte ErrorResult = 1;

    public override WebSocketMessageType FrameType => WebSocketMessageType.Binary;

    public override bool TryCut(ref ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> record)
    {
        var length = 0;
        for (var i = 0; i < Math.Min(buffer.Length, MaxLengthBytes); i++)
        {
            length |= (buffer[i] & 0x7F) << (7 * i);
            if ((buffer[i] & 0x80) == 0)
                return TryCut(ref buffer, i + 1, length, out record);
        }

        record = default;
        return buffer.Length < MaxLengthBytes ? false : throw new InvalidDataException("A record's length has more than five bytes.");
    }

    public override IncomingRecord Glance(ReadOnlySpan<byte> record) => record.Length < 2 ? default : record[1] switch
    {
        1 => new IncomingRecord(IncomingKind.Invocation),
        3 => Completion(record[2..]),
        7 => new IncomingRecord(IncomingKind.Close),
        _ => default,
    };

    private static bool TryCut(ref ReadOnlySpan<byte> buffer, int prefix, int length, out ReadOnlySpan<byte> record)
    {
        if (buffer.Length - prefix < length)
        {
            record = default;
            return false;
        }

        record = buffer.Slice(prefix, length);
        buffer = buffer[(prefix + length)..];
        return true;
    }

    private static IncomingRecord Completion(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2 || rest[0] != EmptyMap || (rest[1] & 0xE0) != FixedString)
            return default;

        var length = rest[1] & 0x1F;
        rest = rest[2..];
        return rest.Length <= length ? default : new IncomingRecord(IncomingKind.Completion, rest[..length], rest[length] == ErrorResult);
    }
}
