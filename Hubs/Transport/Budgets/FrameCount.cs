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
