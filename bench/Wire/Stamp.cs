using System.Buffers.Text;
using System.Diagnostics;

namespace SignalRChat.Bench.Wire;

/// <summary>
/// The intended time of a send as 16 hexadecimal digits of <see cref="Stopwatch"/> ticks. It travels twice: as the invocation
/// id, so that an ack gives its latency, and after <see cref="Marker"/> in the text, so that a delivery gives its latency. So
/// the generator keeps no data for a message in flight.
/// </summary>
internal static class Stamp
{
    public const int Length = 16;

    private static readonly byte[] _digits = "0123456789abcdef"u8.ToArray();

    /// <summary>JSON and MessagePack write these bytes unchanged.</summary>
    public static ReadOnlySpan<byte> Marker => "#stamp:"u8;

    public static void Write(Span<byte> target, long ticks)
    {
        for (var i = Length - 1; i >= 0; i--, ticks >>= 4)
            target[i] = _digits[(int)(ticks & 15)];
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out long ticks)
    {
        ticks = 0;
        return source.Length >= Length && Utf8Parser.TryParse(source[..Length], out ticks, out var read, 'x') && read == Length;
    }

    /// <summary>Finds the next stamp in <paramref name="record"/> and moves past it.</summary>
    public static bool TryFind(ref ReadOnlySpan<byte> record, out long ticks)
    {
        ticks = 0;
        var at = record.IndexOf(Marker);
        if (at < 0)
            return false;

        record = record[(at + Marker.Length)..];
        return TryRead(record, out ticks);
    }

    public static double Milliseconds(long ticks) => ticks * 1_000.0 / Stopwatch.Frequency;
}
