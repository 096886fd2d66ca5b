namespace SignalRChat.Client.Internal;

/// <summary>
/// Reports a slow handler while it still runs, so that it also reports a handler that never ends. It reports once, again at
/// twice the time, and so on.
/// </summary>
internal sealed class HandlerWatch : IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly TimeSpan _slowAfter;
    private readonly TimeProvider _time;
    private readonly Action<string, TimeSpan> _slow;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private string? _event;
    private long _since;
    private TimeSpan _next;

    public HandlerWatch(TimeSpan slowAfter, TimeProvider time, Action<string, TimeSpan> slow, ILogger log)
    {
        // Zero cannot be doubled.
        _slowAfter = slowAfter == TimeSpan.Zero ? _tick : slowAfter;
        _time = time;
        _slow = slow;
        _log = log;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Begin(string name)
    {
        lock (_lock)
        {
            _event = name;
            _since = _time.GetTimestamp();
            _next = _slowAfter;
            _timer.Change(_next, Timeout.InfiniteTimeSpan);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _event = null;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        string name;
        TimeSpan running;
        lock (_lock)
        {
            if (_event is null)
                return;
            // The timer may have fired for the previous handler, or slightly early.
            running = _time.GetElapsedTime(_since);
            var isDue = running >= _next;
            // A timer may fire later than the next doubling if the process was suspended or the machine was busy.
            while (_next <= running)
                _next *= 2;
            _timer.Change(_next - running + _tick, Timeout.InfiniteTimeSpan);
            if (!isDue)
                return;
            name = _event;
        }

        ClientLog.HandlerSlow(_log, name, running.TotalMilliseconds);
        try
        {
            _slow(name, running);
        }
        catch (Exception e)
        {
            ClientLog.HandlerFailed(_log, e);
        }
    }
}
