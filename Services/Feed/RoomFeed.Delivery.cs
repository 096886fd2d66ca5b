using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>The part that runs: one at a time for each room, on the pool, only while there is something to deliver.</summary>
internal sealed partial class RoomFeed
{
    /// <summary>Finds the room's position and fills the ring. Notifications that arrive meanwhile are kept.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = await ReadStartAsync(cancellationToken);
        lock (_gate)
        {
            var heardOf = _epoch;
            BeginAt(start);
            _started = true;
            if (heardOf is not "" && heardOf != _epoch)
                EndEpoch();
            RunIfNeeded();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        poolDelay.Observe(time.GetElapsedTime(_queuedAt));
        _ = RunAsync();
    }

    /// <summary>The pause is over. Its timer calls this; the feed continues as after any wait for a thread.</summary>
    public void ContinueAfterPause()
    {
        lock (_gate)
            EndPause();
    }

    private async Task RunAsync()
    {
        try
        {
            while (TryTakeNext(out var next))
            {
                if (next is not null)
                {
                    Deliver(next);
                    Continue();
                    return;
                }
                if (!await ReadOnAsync())
                    return;
            }
        }
        catch (Exception defect)
        {
            // The reconciler starts it again; it continues at the members' cursors.
            RoomFeedLog.Failed(logger, Room, defect);
            lock (_gate)
                _running = false;
        }
    }

    /// <summary>
    /// After an update a feed queues for a thread again if there is more. So a busy room does not keep a thread from the others,
    /// and its changes collect while it waits.
    /// </summary>
    private void Continue()
    {
        lock (_gate)
        {
            _coalescer.End();
            _running = false;
            RunIfNeeded();
        }
    }

    /// <summary>
    /// Returns false when all is delivered, and the feed then stops, or when the next frame has to wait. Returns true with null
    /// when the database must be read: there is a gap, or the epoch is over.
    /// </summary>
    private bool TryTakeNext(out UpdateFrame? next)
    {
        lock (_gate)
        {
            next = null;
            if (_pending.IsAhead(_position) && TryPause())
                return false;
            if (!_isEpochOver)
                next = _pending.TakeNext(_position, PageSize);
            if (next is null && !HasWork)
                _running = false;
            if (next is not null)
                _coalescer.Begin();
            return _running;
        }
    }

    private Task<bool> ReadOnAsync()
    {
        bool isEpochOver;
        lock (_gate)
            isEpochOver = _isEpochOver;
        return isEpochOver ? RestartAsync() : FillAsync();
    }

    /// <summary>
    /// Reads the changes after the position: one query for all waiting members. False when the read failed; the reconciler then
    /// retries.
    /// </summary>
    private async Task<bool> FillAsync()
    {
        var page = default(UpdatePage);
        try
        {
            page = await store.ReadUpdatesAsync(Room, Position, PageSize, CancellationToken.None);
        }
        catch (StorageUnavailableException unavailable)
        {
            RoomFeedLog.CannotFill(logger, Room, unavailable);
        }
        lock (_gate)
        {
            if (IsOfAnotherEpoch(page))
            {
                EndEpoch();
                return true;
            }
            if (page.Through <= _position)
                return _running = false;
        }
        Deliver(page);
        return true;
    }

    private void Deliver(UpdateFrame frame)
    {
        var update = frame.Update;
        var changes = ChangeSet.Of(update);
        for (var end = changes.FitThrough(PageSize, update.Through); end < update.Through;)
        {
            DeliverFrame(new UpdateFrame(update.With(Position, end, changes.Between(Position, end))));
            changes = changes.Between(end, update.Through);
            end = changes.FitThrough(PageSize, update.Through);
            frame = new UpdateFrame(update.With(Position, update.Through, changes)) { Commits = frame.Commits };
        }
        DeliverFrame(frame);
    }

    private void DeliverFrame(UpdateFrame frame)
    {
        RoomSubscription[] subscriptions;
        EphemeralSettings? before;
        lock (_gate)
        {
            _ring.Add(frame.Update);
            _changedAt = time.GetTimestamp();
            _catchUp = null;
            _position = frame.Update.Through;
            Moved();
            before = Learn(frame.Update.Info);
            if (frame.Update.Members is { } members)
                Learn(members);
            subscriptions = _subscriptions;
        }
        Send(frame, subscriptions);
        if (frame.Update.Info is not null)
            ReportChange(before);
    }

    /// <summary>Times the write to one member, which is another one for each update: the first is not the last.</summary>
    private void Send(UpdateFrame frame, RoomSubscription[] subscriptions)
    {
        var written = 0;
        var began = frame.IsTraced ? time.GetUtcNow() : default;
        var timed = subscriptions.Length == 0 ? 0 : frame.Update.Through % subscriptions.Length;
        for (var i = 0; i < subscriptions.Length; i++)
        {
            if (!subscriptions[i].Send(frame))
                continue;
            written++;
            if (i == timed)
                metrics?.Written(frame);
        }
        metrics?.Delivered(frame.Update.Messages.Length, written);
        if (frame.IsTraced)
            ChatTrace.Delivered(frame, written, began, time.GetUtcNow(), logger);
    }

    /// <summary>The frame is about to be sent to a member that catches up.</summary>
    public UpdateFrame? Counted(UpdateFrame? frame)
    {
        if (frame is not null)
            metrics?.Delivered(frame.Update.Messages.Length, connections: 1);
        return frame;
    }

    /// <summary>
    /// The next frame for a subscription that catches up, at its own cursor. Returns null when it has ended, or has caught up and is
    /// now live.
    /// </summary>
    public async ValueTask<UpdateFrame?> NextAsync(RoomSubscription subscription, CancellationToken cancellationToken)
    {
        UpdatePage page;
        bool atHand;
        long position;
        lock (_gate)
        {
            if (subscription.Epoch != _epoch)
                return StartOver(subscription);
            if (!subscription.IsAdmitted)
                return null;
            if (subscription.Cursor >= _position)
            {
                subscription.BecomeLive();
                return null;
            }
            // Members that fell behind together catch up from one place. The frame is made and serialised once for them.
            if (_catchUp is { } made && made.Update.After == subscription.Cursor)
            {
                subscription.Cursor = made.Update.Through;
                return made;
            }
            position = _position;
            var found = _ring.TryRead(subscription.Cursor);
            atHand = found is not null;
            page = found is { } changes ? Page(changes, PageSize, _position, _epoch) : default;
        }
        // The database may be ahead: changes beyond the position may not be meant for this subscription.
        if (!atHand)
            page = (await ReadAtCursorAsync(subscription, cancellationToken)).UpTo(position);
        return Take(subscription, page);
    }

    private UpdateFrame? Take(RoomSubscription subscription, UpdatePage page)
    {
        lock (_gate)
        {
            if (subscription.Epoch != _epoch)
                return StartOver(subscription);
            if (IsOfAnotherEpoch(page))
            {
                // It stays behind until the feed has begun that epoch.
                EndEpoch();
                RunIfNeeded();
                return null;
            }
            var after = subscription.Cursor;
            subscription.Cursor = page.Through;
            return subscription.IsAdmitted ? _catchUp = Frame(after, page.Through, page.Changes) : null;
        }
    }

    private async Task<UpdatePage> ReadAtCursorAsync(RoomSubscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadUpdatesAsync(Room, subscription.Cursor, PageSize, cancellationToken)).ThatFits(PageSize);
        }
        catch (StorageUnavailableException)
        {
            lock (_gate)
                _mustRetry = true;
            throw;
        }
    }
}
