using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// The epoch. After a failover that lost commits the database continues from an earlier point under another epoch, and its
/// revisions mean something else. The feed starts again at the head of the new epoch. Each member receives an empty update of it,
/// and joins again with its cursor, which gets a reset.
/// </summary>
internal sealed partial class RoomFeed
{
    /// <summary>The current epoch of revisions. Callers take it before they read a membership of which they will notify the feed.</summary>
    public string Epoch
    {
        get
        {
            lock (_gate)
                return _epoch;
        }
    }

    /// <summary>The epoch with the position in it, read together.</summary>
    public (string Epoch, long Position) Place
    {
        get
        {
            lock (_gate)
                return (_epoch, _position);
        }
    }

    /// <summary>Called under the gate: another epoch was seen, so the feed must ask the database.</summary>
    private void EndEpoch()
    {
        _isEpochOver = true;
        EndPause();
        RunIfNeeded();
    }

    /// <summary>Called under the gate. A room that does not exist does not show the epoch.</summary>
    private bool IsOfAnotherEpoch(UpdatePage page) => page.Epoch is { } epoch && epoch != _epoch;

    private async Task<FeedStart> ReadStartAsync(CancellationToken cancellationToken)
    {
        var heads = await store.ReadHeadsAsync([Room], cancellationToken);
        var after = RingStart(heads.Revisions[0]);
        var page = await store.ReadUpdatesAsync(Room, after, Math.Max(1, options.RingSize), cancellationToken);
        return new(page with { Epoch = page.Epoch ?? heads.Epoch }, after);
    }

    private long RingStart(long head) => Math.Max(0, head - options.RingSize);

    /// <summary>Called under the gate, while nothing is delivered.</summary>
    private void BeginAt(FeedStart read)
    {
        var start = read.Page;
        // Another epoch may have begun between the two reads. Its head may be lower, and the page holds nothing before the
        // requested revision.
        var ringStart = Math.Min(start.Through, Math.Max(read.After, RingStart(start.Head)));
        _epoch = start.Epoch!;
        _catchUp = null;
        _ring.Restart(ringStart);
        _ring.Add(new RoomUpdate { Room = Room }.With(ringStart, start.Through, start.Changes));
        _position = start.Through;
        LearnOfAnotherEpoch(start.Info);
        Moved();
    }

    /// <summary>Returns false when the database could not be read; the reconciler then retries.</summary>
    private async Task<bool> RestartAsync()
    {
        RoomSubscription[] subscriptions;
        EphemeralSettings? before;
        lock (_gate)
            _isEpochOver = false;
        try
        {
            var read = await ReadStartAsync(CancellationToken.None);
            var start = read.Page;
            // After the position was read: a user who is not a member now may have joined in the past that was lost, and must join again.
            var stay = await ReadMembersAsync();
            lock (_gate)
            {
                _pending.KeepOnly(start.Epoch!);
                _pending.AddHead(start.Head);
                if (start.Epoch == _epoch)
                    return true;
                RoomFeedLog.BeganEpoch(logger, Room, start.Epoch!, _position, start.Through);
                before = _ephemeral;
                BeginAt(read);
                _newestRemoval = 0;
                subscriptions = _subscriptions;
                foreach (var subscription in subscriptions)
                    subscription.BeginEpoch(stay.Contains(subscription.UserId) ? start.Through : null);
            }
        }
        catch (StorageUnavailableException unavailable)
        {
            RoomFeedLog.CannotFill(logger, Room, unavailable);
            lock (_gate)
            {
                _isEpochOver = true;
                return _running = false;
            }
        }
        ReportChange(before);
        foreach (var subscription in subscriptions)
        {
            subscription.FallBehind();
            subscription.Retry();
        }
        return true;
    }

    private async Task<HashSet<string>> ReadMembersAsync()
    {
        var here = new HashSet<string>();
        foreach (var subscription in Volatile.Read(ref _subscriptions))
            here.Add(subscription.UserId);
        var found = new HashSet<string>();
        foreach (var member in await rooms.ReadMembersAsync(Room, here, CancellationToken.None))
            found.Add(member.UserId);
        return found;
    }

    /// <summary>Called under the gate, by the subscription's own reader: the frame that shows it the new epoch.</summary>
    private UpdateFrame? StartOver(RoomSubscription subscription)
    {
        (subscription.Epoch, subscription.Cursor) = (_epoch, _position);
        return subscription.IsEnded ? null : Frame(_position, _position, new([], []));
    }

    /// <summary>The start of a feed: everything after a revision, up to the size of the page.</summary>
    private readonly record struct FeedStart(UpdatePage Page, long After);
}
