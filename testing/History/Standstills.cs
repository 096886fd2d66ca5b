using System.Diagnostics;

namespace SignalRChat.Testing;

/// <summary>
/// Records when this machine stood still or gave this process no processor, as virtual machines sometimes do. A thread reads
/// the clock all the time. The judges do not blame the servers for that delay.
/// </summary>
internal sealed class Standstills : IDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(10);

    /// <summary>On a busy machine every thread has shorter pauses.</summary>
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<(long From, long To)> _all = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Action<long>? _stood;
    private readonly Thread _watch;

    private Standstills(Action<long>? stood) => (_stood, _watch) = (stood, new Thread(Watch) { IsBackground = true, Name = "standstills" });

    /// <summary>The time without the standstills so far, in ticks of <see cref="Stopwatch"/>.</summary>
    public RunningTime Time
    {
        get
        {
            lock (_gate)
                return new RunningTime(_all);
        }
    }

    /// <summary>Starts the thread. It calls <paramref name="stood"/> after each standstill, with the timestamp of its start.</summary>
    public static Standstills Watching(Action<long>? stood = null)
    {
        var standstills = new Standstills(stood);
        standstills._watch.Start();
        return standstills;
    }

    /// <summary>Records two successive readings of the clock. A long enough span between them is a standstill.</summary>
    public void Looked(long before, long now)
    {
        if (Stopwatch.GetElapsedTime(before, now) < _least)
            return;
        lock (_gate)
            _all.Add((before, now));
        _stood?.Invoke(before);
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
