using System.Diagnostics;

namespace SignalRChat.Bench.Faults;

/// <summary>
/// Records when this whole process stood still, as virtual machines sometimes do. A thread reads the clock every 10 ms. The
/// judge does not blame the servers for delays in such a pause.
/// </summary>
internal sealed class MachinePauses : IDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(10);

    /// <summary>On a busy machine every thread has shorter pauses.</summary>
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<Timing> _pauses = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _watch;

    private MachinePauses() =>
        _watch = new Thread(Watch) { IsBackground = true, Name = "machine pauses", Priority = ThreadPriority.Highest };

    public static MachinePauses Watching()
    {
        var pauses = new MachinePauses();
        pauses._watch.Start();
        return pauses;
    }

    /// <summary>Returns how much of this time was no pause.</summary>
    public TimeSpan Running(Timing timing)
    {
        var paused = TimeSpan.Zero;
        lock (_gate)
        {
            foreach (var pause in _pauses)
            {
                var (start, end) = (Math.Max(pause.Start, timing.Start), Math.Min(pause.End, timing.End));
                if (start < end)
                {
                    paused += Stopwatch.GetElapsedTime(start, end);
                }
            }
        }

        return timing.Took - paused;
    }

    /// <summary>Records two successive readings of the clock. A long enough span between them is a pause.</summary>
    public void Looked(long before, long now)
    {
        if (Stopwatch.GetElapsedTime(before, now) < _least)
        {
            return;
        }

        lock (_gate)
        {
            _pauses.Add(new Timing(before, now));
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _watch.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        var before = Stopwatch.GetTimestamp();
        while (!_stop.Wait(_step))
        {
            var now = Stopwatch.GetTimestamp();
            Looked(before, now);
            before = now;
        }
    }
}
