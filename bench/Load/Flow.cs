using HdrHistogram;
using SignalRChat.Bench.Wire;

namespace SignalRChat.Bench.Load;

/// <summary>Counts and latencies of one kind of event inside a <see cref="Window"/>.</summary>
internal sealed class Flow
{
    private const long MaxMicroseconds = 120_000_000;

    private readonly LongConcurrentHistogram _latencies = new(1, MaxMicroseconds, 3);
    private long _arrived;
    private long _caused;

    /// <summary>Events that arrived while the window was open. The processor time of the window was spent on them.</summary>
    public long Arrived => Volatile.Read(ref _arrived);

    /// <summary>
    /// Events of sends meant for the window, however late they arrived. So an overloaded server cannot hide its slowest ones.
    /// </summary>
    public long Caused => Volatile.Read(ref _caused);

    public void CountArrival() => Interlocked.Increment(ref _arrived);

    public void Record(long ticks)
    {
        Interlocked.Increment(ref _caused);
        _latencies.RecordValue(Math.Clamp((long)(Stamp.Milliseconds(ticks) * 1_000), 1, MaxMicroseconds));
    }

    public LatencyFigures Latencies() => Caused == 0
        ? new(0, 0, 0, 0, 0)
        : new(At(50), At(99), At(99.9), _latencies.GetMaxValue() / 1_000.0, _latencies.GetMean() / 1_000.0);

    private double At(double percentile) => _latencies.GetValueAtPercentile(percentile) / 1_000.0;
}
