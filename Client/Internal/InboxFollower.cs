namespace SignalRChat.Client.Internal;

/// <summary>
/// Follows the inbox: reads it on each new connection, applies the updates, and closes gaps with one call at a time. It gathers the
/// changes until the app's handlers are ready for them.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="retries">The delays.</param>
/// <param name="touched">An entry may have changed: <see cref="TakeChanges"/> has the changes. It only queues.</param>
internal sealed class InboxFollower(HubSession session, Retries retries, Action touched)
{
    private readonly Lock _lock = new();
    private readonly InboxState _state = new();
    /// <summary>The entries that the app has.</summary>
    private readonly Dictionary<string, InboxEntry> _shown = [];
    private TaskCompletionSource? _read;
    private bool _working;
    private bool _isRefused;

    public IReadOnlyList<InboxEntry> Entries => Locked(() => _state.All.ToArray());

    public bool IsFollowed => Locked(() => _read is not null);

    public InboxEntry? Find(string room) => Locked(() => _state.Shown(room));

    /// <summary>The inbox to keep; null before the inbox has been read.</summary>
    public KeptInbox? Kept() =>
        Locked(() => _state.Cursor is { } cursor ? new KeptInbox(cursor.Epoch, cursor.Revision, [.. _state.All]) : null);

    /// <summary>The task completes when the inbox is read, for the first time or on the current connection.</summary>
    public Task Follow(KeptInbox? kept)
    {
        lock (_lock)
        {
            if (_read is { Task.IsFaulted: false })
                return _read.Task;
            if (session.Down is { } down and not InvalidOperationException)
                return Task.FromException(down);
            _read = NewReading();
            if (kept is not null && _state.Cursor is null)
                _state.Restore(kept);
            _isRefused = false;
            _state.ReadAnew();
            Report();
            Work();
            return _read.Task;
        }
    }

    /// <summary>The connection is new.</summary>
    public void Rejoin() => Do(() =>
    {
        _isRefused = false;
        if (_read!.Task.IsCompleted)
            _read = NewReading();
        _state.ReadAnew();
    });

    public void Offer(InboxUpdate update) => Do(() =>
    {
        _state.Hold(update);
        if (!_working)
            _state.TakeHeld();
    });

    public void Offer(InboxActivity activity) => Do(() => _state.Take(activity));

    public void Changed(RoomChanges changes, string? userId) =>
        Do(() => _state.Take(changes.Room, changes.Cursor, changes.Messages, userId));

    public void Changed(RoomReset reset, string? userId) =>
        Do(() => _state.TakeSnapshot(reset.Room, reset.Cursor, reset.Messages, userId));

    public void Mark(string room, Action<InboxRoom> mark) => Do(() => _state.Mark(room, mark));

    /// <summary>The changes since the last call: the app has them from now on. Null without one.</summary>
    public InboxChanges? TakeChanges()
    {
        lock (_lock)
        {
            var changes = new InboxChanges();
            foreach (var room in _state.TakeTouched())
            {
                var before = _shown.GetValueOrDefault(room);
                var now = _state.Shown(room);
                if (now == before)
                    continue;
                if (now is null)
                {
                    _shown.Remove(room);
                    changes = changes with { Removed = [.. changes.Removed, before! with { Left = _state.LeftBecause(room) }] };
                    continue;
                }

                _shown[room] = now;
                changes = before is null
                    ? changes with { Added = [.. changes.Added, now] }
                    : changes with { Changed = [.. changes.Changed, now] };
            }

            return changes.Added.Count + changes.Changed.Count + changes.Removed.Count == 0 ? null : changes;
        }
    }

    private void Do(Action act)
    {
        lock (_lock)
        {
            if (_read is null)
                return;
            act();
            Report();
            Work();
        }
    }

    /// <summary>Called under the lock.</summary>
    private void Report()
    {
        if (_state.Touched.Count > 0)
            touched();
    }

    private void Work()
    {
        if (_working || _isRefused || !_state.IsBehind || !session.IsTrying)
            return;
        _working = true;
        _ = Task.Run(WorkAsync);
    }

    /// <summary>Cannot fail: a failure goes to the caller that awaits the first read, and the next connection tries again.</summary>
    private async Task WorkAsync()
    {
        for (var failures = 0; GoesOn();)
        {
            try
            {
                failures = await ReadOnceAsync().ConfigureAwait(false) ? 0 : failures + 1;
                if (failures > 0)
                    await retries.DelayAsync(failures, session.Lifetime).ConfigureAwait(false);
            }
            catch (ChatRefusedException refused) when (refused.IsRetryable || refused.Code == ChatErrorCodes.InternalError)
            {
                await WaitAsync(retries.DelayAsync(refused, failures++, session.Lifetime)).ConfigureAwait(false);
            }
            catch (ChatDisconnectedException e) when (e is not ChatClientFaultException && session.IsTrying)
            {
                await WaitAsync(retries.DelayAsync(failures++, session.Lifetime)).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Stop(e);
                return;
            }
        }
    }

    private bool GoesOn()
    {
        lock (_lock)
        {
            if (!_state.IsBehind)
                _state.TakeHeld();
            Report();
            _working = _state.IsBehind;
            if (!_working)
                _read?.TrySetResult();
            return _working;
        }
    }

    /// <summary>Returns false if the page changed nothing: the follower then retries with a delay, not in a hot loop.</summary>
    private async Task<bool> ReadOnceAsync()
    {
        await session.WaitConnectedAsync(session.Lifetime).ConfigureAwait(false);
        int reading;
        FollowInboxRequest request;
        lock (_lock)
        {
            (reading, request) = (_state.Reading, _state.Request());
        }

        var call = session.CallAsync<FollowInboxResult>(nameof(IChatHub.FollowInbox), request, session.Lifetime);
        var page = await call.ConfigureAwait(false);
        lock (_lock)
            return reading != _state.Reading || _state.Take(page, isFirst: request.After is null);
    }

    private void Stop(Exception why)
    {
        lock (_lock)
        {
            _working = false;
            _isRefused = true;
            _read?.TrySetException(why);
            // If no call is waiting, no code observes the exception.
            _ = _read?.Task.Exception;
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }

    private static TaskCompletionSource NewReading() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task WaitAsync(Task delay) => delay.ContinueWith(
        static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
