using System.Threading.Channels;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Runs the app's handlers one after the other, outside the receive loop and outside every lock. It never rejects a durable
/// event: the poster first checks <see cref="HasRoom"/>, and leaves the data on the server while the handlers are behind.
/// </summary>
internal sealed class EventDispatcher
{
    private readonly Channel<(string Event, Func<Task> Handle)> _events =
        Channel.CreateUnbounded<(string, Func<Task>)>(new() { SingleReader = true });

    private readonly AsyncLocal<bool> _inside = new();
    private readonly Lock _lock = new();
    private readonly int _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _run;
    private TaskCompletionSource? _room;
    private volatile bool _givenUp;
    private int _waiting;

    public EventDispatcher(int limit, TimeSpan slowAfter, Action<SlowHandler> slow, TimeProvider time, ILogger log)
    {
        _limit = limit;
        _time = time;
        _log = log;
        _run = Task.Run(() => RunAsync(slowAfter, slow));
    }

    public bool HasRoom
    {
        get
        {
            lock (_lock)
                return _waiting < _limit;
        }
    }

    private int Waiting
    {
        get
        {
            lock (_lock)
                return Math.Max(_waiting - 1, 0);
        }
    }

    /// <summary>The handlers did not finish in time: no more events are raised.</summary>
    public bool IsGivenUp => _givenUp;

    public void Post(string name, Func<Task> handle)
    {
        lock (_lock)
            _waiting++;
        if (!_events.Writer.TryWrite((name, handle)))
            Done();
    }

    /// <summary>For events that may be lost: typing and presence.</summary>
    public void PostIfRoom(string name, Func<Task> handle)
    {
        if (HasRoom)
            Post(name, handle);
    }

    public Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_waiting < _limit)
                return Task.CompletedTask;
            _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Accepts no more events, and waits for the handlers no longer than <paramref name="within"/>. A call from within a
    /// handler does not wait: it would wait for itself.
    /// </summary>
    public async Task StopAsync(TimeSpan within)
    {
        _events.Writer.TryComplete();
        if (_inside.Value)
            return;

        try
        {
            await _run.WaitAsync(within > TimeSpan.Zero ? within : TimeSpan.Zero, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _givenUp = true;
            ClientLog.HandlersGivenUp(_log, within.TotalMilliseconds);
        }
    }

    private async Task RunAsync(TimeSpan slowAfter, Action<SlowHandler> slow)
    {
        using var watch = new HandlerWatch(
            slowAfter, _time, (name, running) => slow(new() { Event = name, Running = running, Waiting = Waiting }), _log);
        _inside.Value = true;
        await foreach (var (name, handle) in _events.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (_givenUp)
                return;
            watch.Begin(name);
            try
            {
                await handle().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                ClientLog.HandlerFailed(_log, e);
            }

            watch.End();
            Done();
        }
    }

    private void Done()
    {
        lock (_lock)
        {
            // Half empty, so that a fetch returns a page and not one message at a time.
            if (--_waiting > _limit / 2)
                return;
            _room?.TrySetResult();
            _room = null;
        }
    }
}
