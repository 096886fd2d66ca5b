using System.Diagnostics;

namespace SignalRChat.Bench.Faults;

/// <summary>
/// Notes when this process as a whole stood still, as virtual machines do now and then: a thread that only looks at the clock
/// every 10 ms. What was late for that is not put down to the servers.
/// </summary>
internal sealed class MachinePauses : IDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(10);

    /// <summary>A shorter one is what a busy machine does to every thread.</summary>
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<Timing> _pauses = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _watch;

    private MachinePauses() => _watch = new Thread(Watch) { IsBackground = true, Name = "machine pauses", Priority = ThreadPriority.Highest };

    public static MachinePauses Watching()
    {
        var pauses = new MachinePauses();
        pauses._watch.Start();
        return pauses;
    }

    /// <summary>How much of this time was no pause.</summary>
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

    /// <summary>The clock was looked at now, and not since then.</summary>
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
