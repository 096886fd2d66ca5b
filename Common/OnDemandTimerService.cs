namespace SignalRChat.Common;

/// <summary>
/// Runs work when it is due, and rests otherwise: a timer that ticks for nothing wakes a thread each time. A caller that adds work
/// for later sets the timer in the same call. One round runs at a time. A round that fails is logged, and the later ones still run.
/// </summary>
internal abstract class OnDemandTimerService(TimeProvider time, ILogger logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Never held while a round runs: a caller that sets the timer may hold what the round needs.
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long? _dueAt;
    private bool _isRunning;

    protected TimeProvider Time { get; } = time;

    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _timer = Time.CreateTimer(
                static service => ((OnDemandTimerService)service!).Begin(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            SetTimer();
        }
        return Task.CompletedTask;
    }

    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        await _end.CancelAsync();
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            if (!_isRunning)
                _ended.TrySetResult();
        }
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>It may be stopped once more after that, by a host that is stopped twice.</summary>
    public virtual void Dispose()
    {
        _timer?.Dispose();
        _end.Cancel();
    }

    protected abstract ValueTask RoundAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Schedules the next round after <paramref name="delay"/>, unless one is due earlier. No further round runs until it is requested.
    /// </summary>
    protected void DueIn(TimeSpan delay)
    {
        var dueAt = Time.GetTimestamp() + Time.TicksOf(delay);
        lock (_gate)
        {
            if (_dueAt <= dueAt)
                return;
            _dueAt = dueAt;
            SetTimer();
        }
    }

    /// <summary>Work that becomes due while a round runs waits for its end.</summary>
    private void SetTimer()
    {
        if (_isRunning || _timer is null || _dueAt is not { } dueAt)
            return;

        // Timers use whole milliseconds: a rounded-down delay would fire too early.
        var left = Math.Ceiling(Time.GetElapsedTime(Time.GetTimestamp(), dueAt).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, left)), Timeout.InfiniteTimeSpan);
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_isRunning || _timer is null || _dueAt is null)
                return;
            (_isRunning, _dueAt) = (true, null);
        }
        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            await RoundAsync(_end.Token);
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // The node stops.
        }
        catch (Exception defect)
        {
            CommonLog.RoundFailed(logger, GetType().Name, defect);
        }
        lock (_gate)
        {
            _isRunning = false;
            if (_timer is null)
                _ended.TrySetResult();
            else
                SetTimer();
        }
    }
}
