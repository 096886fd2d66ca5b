namespace SignalRChat.Services;

/// <summary>
/// Does something when it is due, and rests while nothing is: a timer that ticks for nothing wakes a thread each time. Whoever
/// has something for later sets the timer in the same call. One round at a time; one that fails is logged, and those that are due
/// still come.
/// </summary>
internal abstract class OnDemandTimerService(TimeProvider time, ILogger logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Never held while a round runs: whoever sets the timer may hold what the round needs.
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long? _dueAt;
    private bool _isRunning;

    protected TimeProvider Time { get; } = time;

    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _timer = Time.CreateTimer(static service => ((OnDemandTimerService)service!).Begin(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
    /// The next round comes when <paramref name="delay"/> is over, unless one comes before: after that no other does until it is
    /// asked for.
    /// </summary>
    protected void DueIn(TimeSpan delay)
    {
        var dueAt = Time.GetTimestamp() + (long)(delay.TotalSeconds * Time.TimestampFrequency);
        lock (_gate)
        {
            if (_dueAt <= dueAt)
                return;
            _dueAt = dueAt;
            SetTimer();
        }
    }

    /// <summary>What becomes due while a round runs waits for its end.</summary>
    private void SetTimer()
    {
        if (_isRunning || _timer is null || _dueAt is not { } dueAt)
            return;

        // Timers know whole milliseconds: one that is cut off would come before its time.
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
            ServiceLog.RoundFailed(logger, GetType().Name, defect);
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
