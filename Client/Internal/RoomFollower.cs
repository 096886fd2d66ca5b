namespace SignalRChat.Client.Internal;

/// <summary>
/// Follows one room: delivers each change once and in order, and rejoins after a lost connection. It fetches missing changes
/// with one call at a time, however many updates wait behind the gap.
/// </summary>
internal sealed class RoomFollower(string room, HubSession session, EventDispatcher events, Retries retries, IRoomSink sink, ILogger log)
{
    private readonly Lock _lock = new();
    private readonly RoomCursorState _reading = new(room, sink);
    private readonly List<TaskCompletionSource<JoinRoomResult>> _joiners = [];
    private JoinRoomRequest _ask = new() { Room = room };
    private int _wanted;
    private int _joined;
    private TaskCompletionSource _summons = NewSummons();
    private Task _joining = Task.CompletedTask;
    private bool _working;
    private bool _stopped;

    /// <summary>The position up to which the app has the room; null before it has anything.</summary>
    public RoomCursor? Cursor
    {
        get
        {
            lock (_lock)
                return _reading.Cursor;
        }
    }

    /// <summary>
    /// Joins from the given cursor or from a snapshot; a second join starts over from there. Returns null if this follower
    /// has stopped: create a new one.
    /// </summary>
    /// <param name="after">The revision to start after, if the app named one.</param>
    /// <param name="epoch">The epoch of that revision.</param>
    /// <param name="goOn">If the app named no revision: continue from the current read position.</param>
    /// <param name="kept">If reading has not begun: continue from this cursor.</param>
    public Task<JoinRoomResult>? TryJoin(long? after, string? epoch, bool goOn, RoomCursor? kept)
    {
        var joiner = new TaskCompletionSource<JoinRoomResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_stopped)
                return null;
            _ask = after is null && goOn && (_reading.Cursor ?? kept) is { } from
                ? new() { Room = room, After = from.Revision, Epoch = from.Epoch }
                : new() { Room = room, After = after, Epoch = epoch };
            _reading.Forget();
            _joiners.Add(joiner);
            _wanted++;
            _summons.TrySetResult();
            Work();
        }
        return joiner.Task;
    }

    /// <summary>The connection is new: join on it, from the current read position.</summary>
    public void Rejoin()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            if (_joined > 0)
                _reading.BeginRejoin();
            _wanted++;
            Work();
        }
    }

    public void Offer(RoomUpdate update)
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _reading.Hold(update);
            if (_wanted != _joined || _working)
                return;
            if (events.HasRoom)
                _reading.TakeHeld();
            else
                _reading.IsBehind = true;
            Work();
        }
    }

    /// <summary>
    /// The server reports that the user is no longer in the room; returns true if this follower stops because of it. During a
    /// join the report may be about an earlier membership: then the follower joins once more.
    /// </summary>
    public bool EndsByRemoval()
    {
        lock (_lock)
        {
            if (!_stopped && _wanted != _joined)
            {
                _wanted++;
                return false;
            }
        }

        _ = StopAsync();
        return true;
    }

    /// <summary>The task ends when the server gets no further join from this follower.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _stopped = true;
            FailJoiners(new OperationCanceledException("The client no longer follows the room."));
            return _joining;
        }
    }

    private void Work()
    {
        if (_working || _stopped || !Unfinished)
            return;
        _working = true;
        _ = Task.Run(WorkAsync);
    }

    private bool Unfinished => _wanted != _joined || _reading.MustStartOver || _reading.IsBehind;

    /// <summary>Cannot fail: every failure goes to the caller that awaits the join, or to the app.</summary>
    private async Task WorkAsync()
    {
        for (var failures = 0; GoesOn();)
        {
            try
            {
                failures = await StepAsync().ConfigureAwait(false) ? 0 : failures + 1;
                if (failures > 0)
                    await retries.DelayAsync(failures, session.Lifetime).ConfigureAwait(false);
            }
            catch (ChatRefusedException refused) when (refused.IsRetryable || IsDefectOnTheWay(refused))
            {
                await WaitAsync(retries.DelayAsync(refused, failures++, session.Lifetime)).ConfigureAwait(false);
            }
            catch (ChatDisconnectedException e) when (e is not ChatClientFaultException && session.IsTrying)
            {
                await WaitAsync(retries.DelayAsync(failures++, session.Lifetime)).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Lose(e);
            }
        }
    }

    private bool GoesOn()
    {
        lock (_lock)
        {
            // Updates since the last answer were only held, because this loop was still running.
            if (_wanted == _joined && !_reading.IsBehind && !_stopped)
                _reading.TakeHeld();
            if (!_stopped && Unfinished)
                return true;
            _working = false;
            if (!_stopped)
                _reading.EndRejoin();
            return false;
        }
    }

    /// <summary>Returns false if the step changed nothing: the follower then retries with a delay, not in a hot loop.</summary>
    private async Task<bool> StepAsync()
    {
        await session.WaitConnectedAsync(session.Lifetime).ConfigureAwait(false);
        if (!await HasRoomAsync().ConfigureAwait(false))
            return true;
        bool join;
        lock (_lock)
            join = _wanted != _joined || _reading.MustStartOver;
        return join ? await JoinOnceAsync().ConfigureAwait(false) : await FetchOnceAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// While the handlers are behind, all data stays on the server, including a rejoin. A join that the app awaits continues
    /// anyway: the handler itself may be the caller that waits.
    /// </summary>
    private async Task<bool> HasRoomAsync()
    {
        Task summons;
        lock (_lock)
        {
            if (_joiners.Count > 0)
                return true;
            if (_summons.Task.IsCompleted)
                _summons = NewSummons();
            summons = _summons.Task;
        }

        var room = events.WaitForRoomAsync(session.Lifetime);
        return await Task.WhenAny(room, summons).ConfigureAwait(false) == room;
    }

    private async Task<bool> JoinOnceAsync()
    {
        int target;
        JoinRoomRequest request;
        Task<JoinRoomResult> joining;
        lock (_lock)
        {
            if (_stopped)
                return true;
            target = _wanted;
            request = _reading.JoinRequest(_ask);
            _joining = joining = session.CallAsync<JoinRoomResult>(nameof(IChatHub.JoinRoom), request, session.Lifetime);
        }

        var answer = await joining.ConfigureAwait(false);
        lock (_lock)
        {
            sink.Joined(answer);

            // Another join was requested meanwhile, by the app or for a newer connection: its answer is the one to read from.
            if (target != _wanted || _stopped)
                return true;
            _joined = target;
            _reading.Take(answer, request.After ?? 0);
            foreach (var joiner in _joiners)
                joiner.TrySetResult(answer);
            _joiners.Clear();
            return true;
        }
    }

    private async Task<bool> FetchOnceAsync()
    {
        GetUpdatesRequest request;
        lock (_lock)
        {
            if (_stopped)
                return true;
            _reading.TakeHeld();
            if (!_reading.IsBehind || _reading.Cursor is not { } cursor)
                return true;
            request = new() { Room = room, After = cursor.Revision, Limit = ChatLimits.CatchUpPageSize };
        }

        try
        {
            var page = await session.CallAsync<GetUpdatesResult>(nameof(IChatHub.GetUpdates), request, session.Lifetime)
                .ConfigureAwait(false);
            lock (_lock)
                return _stopped || _reading.Take(page);
        }
        catch (ChatRefusedException refused) when (refused.Code == ChatErrorCodes.CursorUnknown)
        {
            lock (_lock)
                _reading.StartOver();
            return true;
        }
    }

    /// <summary>A defect of the server does not end the following of a room that was joined before.</summary>
    private bool IsDefectOnTheWay(ChatRefusedException refused)
    {
        lock (_lock)
            return refused.Code == ChatErrorCodes.InternalError && _joined > 0 && _joiners.Count == 0;
    }

    private void Lose(Exception why)
    {
        lock (_lock)
        {
            // A call was under way when the app let go of the room: its refusal says nothing of the membership.
            if (!_stopped && _joiners.Count == 0 && why is ChatRefusedException refused)
                sink.Refused(new() { Room = room, Error = refused });
            else if (!_stopped && _joiners.Count == 0 && session.IsTrying)
                ClientLog.FollowingFailed(log, room, why);
            // Before the joiners: the next join of the app must not find the cursor of the membership that ended.
            if (!_stopped)
                sink.Lost(room, this, isOver: why is ChatRefusedException { Code: var code } && EndsMembership(code));
            _stopped = true;
            FailJoiners(why);
        }
    }

    // Servers before this version answered room-private for a private room.
    private static bool EndsMembership(string code) =>
        code is ChatErrorCodes.NotAMember or ChatErrorCodes.RoomNotFound or ChatErrorCodes.RoomPrivate or ChatErrorCodes.Banned;

    private void FailJoiners(Exception why)
    {
        foreach (var joiner in _joiners)
            joiner.TrySetException(why);
        _joiners.Clear();
    }

    private static TaskCompletionSource NewSummons() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task WaitAsync(Task delay) => delay.ContinueWith(
        static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
