using System.Numerics;

namespace SignalRChat.ClientConsole.Soak;

/// <summary>
/// Counts times in buckets, each at most an eighth wider than the previous one, from a microsecond to hours. Any number of
/// times fits into a few kilobytes.
/// </summary>
internal sealed class Latencies
{
    private const int Steps = 8;

    private readonly long[] _buckets = new long[36 * Steps];

    public void Add(TimeSpan time) => Interlocked.Increment(ref _buckets[Bucket(Math.Max((long)time.TotalMicroseconds, 1))]);

    public void Add(Latencies others)
    {
        for (var i = 0; i < _buckets.Length; i++)
            Interlocked.Add(ref _buckets[i], Interlocked.Read(ref others._buckets[i]));
    }

    /// <summary>The time that this share of all times did not exceed, rounded up to the end of its bucket; null without times.</summary>
    public TimeSpan? Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(_buckets.Sum() * share);
        for (var i = 0; wanted > 0 && i < _buckets.Length; i++)
        {
            wanted -= _buckets[i];
            if (wanted <= 0)
                return TimeSpan.FromMicroseconds(End(i));
        }

        return null;
    }

    private int Bucket(long micros)
    {
        var exponent = BitOperations.Log2((ulong)micros);
        var step = (micros - (1L << exponent)) * Steps >> exponent;
        return Math.Min(exponent * Steps + (int)step, _buckets.Length - 1);
    }

    private static double End(int bucket) => (1L << (bucket / Steps)) * (1 + (bucket % Steps + 1) / (double)Steps);
}
