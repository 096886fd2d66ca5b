using System.Buffers;

namespace SignalRChat.Hubs.Transport.Budgets;

/// <summary>
/// Counts the frames of a hub protocol in what SignalR has read, which is always whole frames. Many small frames fit into one
/// message of the WebSocket, and the frames cause the cost.
/// </summary>
internal static class FrameCount
{
    private const byte TextEnd = 0x1e;
    private const int LengthBits = 7;
    private const int MostLengthBytes = 5;

    public static int Of(in ReadOnlySequence<byte> taken, bool isBinary) => isBinary ? OfBinary(taken) : OfText(taken);

    private static int OfText(in ReadOnlySequence<byte> taken)
    {
        var count = 0;
        foreach (var part in taken)
            count += part.Span.Count(TextEnd);
        return count;
    }

    private static int OfBinary(in ReadOnlySequence<byte> taken)
    {
        var reader = new SequenceReader<byte>(taken);
        var count = 0;
        while (!reader.End)
        {
            count++;
            if (!TryReadLength(ref reader, out var length) || length > reader.Remaining)
                break;
            reader.Advance(length);
        }
        return count;
    }

    private static bool TryReadLength(ref SequenceReader<byte> reader, out long length)
    {
        length = 0;
        for (var i = 0; i < MostLengthBytes && reader.TryRead(out var part); i++)
        {
            length |= (long)(part & ((1 << LengthBits) - 1)) << (i * LengthBits);
            if (part >> LengthBits == 0)
                return true;
        }
        return false;
    }
}

/// <summary>
/// Counts the frames of a WebSocket (RFC 6455, section 5.2) in the bytes that a client sends, however they are split. It reads
/// headers only, keeps no bytes, and rejects nothing: the WebSocket itself does that.
/// </summary>
internal struct FrameHeaders
{
    private const int FixedBytes = 2;
    private const int MaskBytes = 4;
    private const byte MaskBit = 0x80;
    private const byte TwoByteLength = 126;
    private const byte EightByteLength = 127;

    private ulong _payload;
    private ulong _length;
    private int _seen;
    private int _lengthEnd;
    private int _headerEnd;

    /// <summary>Counts the frames whose header ends in these bytes, which follow those of the last call.</summary>
    public int Count(ReadOnlySpan<byte> bytes)
    {
        var frames = 0;
        while (!bytes.IsEmpty)
        {
            if (_payload > 0)
            {
                var skipped = (int)Math.Min(_payload, (ulong)bytes.Length);
                _payload -= (ulong)skipped;
                bytes = bytes[skipped..];
                continue;
            }
            Take(bytes[0]);
            bytes = bytes[1..];
            if (_seen < FixedBytes || _seen < _headerEnd)
                continue;
            frames++;
            (_payload, _seen) = (_length, 0);
        }
        return frames;
    }

    private void Take(byte next)
    {
        _seen++;
        if (_seen == FixedBytes)
            TakeLength(next);
        else if (_seen > FixedBytes && _seen <= _lengthEnd)
            _length = (_length << 8) | next;
    }

    private void TakeLength(byte next)
    {
        var length = (byte)(next & ~MaskBit);
        _lengthEnd = FixedBytes + length switch { TwoByteLength => sizeof(ushort), EightByteLength => sizeof(ulong), _ => 0 };
        _headerEnd = _lengthEnd + ((next & MaskBit) == 0 ? 0 : MaskBytes);
        _length = _lengthEnd == FixedBytes ? length : 0UL;
    }
}
