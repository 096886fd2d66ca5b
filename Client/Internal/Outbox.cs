namespace SignalRChat.Client.Internal;

/// <summary>
/// The queue of calls with a pending outcome: for each room in the order of the calls, one in flight. Beyond the limit,
/// further calls wait for a place or are refused.
/// </summary>
internal sealed class Outbox(
    HubSession session, Retries retries, OutboxPersistence records, KnownLimits limits, int limit, OutboxFullMode whenFull)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<OutboxEntry>> _rooms = [];
    private readonly HashSet<long> _kept = [];
    private readonly LinkedList<OutboxEntry> _door = [];
    private int _waiting;

    public int PendingCount => Volatile.Read(ref _waiting);

    /// <summary>Begins the session. The entries of an earlier run go ahead of all new ones.</summary>
    public void Begin(IReadOnlyList<OutboxItem> left, Func<OutboxItem, OutboxEntry> restore)
    {
        lock (_lock)
        {
            session.Begin();
            foreach (var item in left)
            {
                records.Skip(item.Number);
                if (!_kept.Contains(item.Number))
                    Queue(restore(item));
            }
        }
    }

    public Task<T> RunAsync<T>(OutboxItem item, CancellationToken cancellationToken)
    {
        var (method, request) = OutboxCall.Of(item);
        return RunAsync(new OutboxEntry<T>(item.Room, method, request, cancellationToken) { Item = item });
    }

    public Task<T> RunAsync<T>(OutboxEntry<T> entry)
    {
        lock (_lock)
        {
            if (session.Down is { } down)
                return Task.FromException<T>(down);
            if (_waiting < limit && _door.Count == 0)
                Admit(entry);
            else if (whenFull == OutboxFullMode.Refuse)
                return Task.FromException<T>(new ChatOutboxFullException(limit));
            else
                WaitAtTheDoor(entry);
        }

        return entry.Outcome;
    }

    /// <summary>
    /// The server ended the connection because a frame exceeded its limit, without naming the frame. The largest text without
    /// an answer is too large, whichever frame it was.
    /// </summary>
    public void FrameTooLarge()
    {
        lock (_lock)
        {
            var largest = _rooms.Values
                .Select(queue => queue.TryPeek(out var entry) && entry.IsUnderWay ? entry : null)
                .MaxBy(entry => limits.FrameBytes(entry?.Item));
            if (limits.FrameBytes(largest?.Item) > 0)
                largest!.IsTooLarge = true;
        }
    }

    private void WaitAtTheDoor(OutboxEntry entry)
    {
        var place = _door.AddLast(entry);
        // A cancelled token runs this callback immediately, under the lock; the lock is reentrant.
        entry.AtTheDoor = entry.CancellationToken.Register(() =>
        {
            lock (_lock)
            {
                if (place.List is null)
                    return;
                _door.Remove(place);
            }

            entry.Settle(new OperationCanceledException(entry.CancellationToken));
        });
    }

    private void Admit(OutboxEntry entry)
    {
        records.Keep(entry);
        Queue(entry);
    }

    private void Queue(OutboxEntry entry)
    {
        _waiting++;
        if (entry.Item is { Number: > 0 and var number })
            _kept.Add(number);
        if (_rooms.TryGetValue(entry.Room, out var queue))
        {
            queue.Enqueue(entry);
            return;
        }

        queue = new([entry]);
        _rooms.Add(entry.Room, queue);
        _ = Task.Run(() => WorkAsync(entry.Room, queue), CancellationToken.None);
    }

    /// <summary>Cannot fail: every outcome goes to its entry.</summary>
    private async Task WorkAsync(string room, Queue<OutboxEntry> queue)
    {
        while (Next(room, queue) is { } entry)
        {
            Exception? why = null;
            try
            {
                await entry.Kept.WaitAsync(entry.CancellationToken).ConfigureAwait(false);
                await TryUntilKnownAsync(entry).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                why = e;
            }

            // Removed before the next entry is sent. After a restart no entry is then repeated behind a later one.
            if (IsOver(why))
                await records.RemoveAsync(entry).ConfigureAwait(false);
            Done(queue);
            entry.Settle(why);
        }
    }

    /// <summary>
    /// Returns true if this is an outcome. An entry that only lost its connection stays in the store, and the next connection
    /// sends it. A fault of the client during a connection is an outcome: the fault belongs to this entry.
    /// </summary>
    private bool IsOver(Exception? why) =>
        why is ChatClientFaultException ? session.IsTrying : why is not (ChatDisconnectedException or ChatAuthenticationException);

    private OutboxEntry? Next(string room, Queue<OutboxEntry> queue)
    {
        lock (_lock)
        {
            if (queue.TryPeek(out var entry))
                return entry;
            _rooms.Remove(room);
            return null;
        }
    }

    private void Done(Queue<OutboxEntry> queue)
    {
        lock (_lock)
        {
            if (queue.Dequeue().Item is { } item)
                _kept.Remove(item.Number);
            _waiting--;
            while (_waiting < limit && _door.First is { Value: var first })
            {
                _door.RemoveFirst();
                first.AtTheDoor.Unregister();
                // No code of the app runs here: the continuations run on other threads.
                if (session.Down is { } down)
                    first.Settle(down);
                else
                    Admit(first);
            }
        }
    }

    private async Task TryUntilKnownAsync(OutboxEntry entry)
    {
        for (var failures = 0; ; failures++)
        {
            // An earlier run left it, or it was written before the limits were known.
            if ((entry.IsTooLarge ? KnownLimits.TooLargeForFrame(entry.Item!.Text) : limits.RefusalOfKept(entry.Item?.Text)) is { } tooLong)
                throw tooLong;
            try
            {
                entry.IsUnderWay = true;
                await entry.TryAsync(session).ConfigureAwait(false);
                return;
            }
            catch (ChatRefusedException refused) when (refused.IsRetryable)
            {
                entry.IsUnderWay = false;
                await retries.DelayAsync(refused, failures, entry.CancellationToken).ConfigureAwait(false);
            }
            catch (ChatDisconnectedException e) when (e is not ChatClientFaultException && !session.IsTrying && session.Down is { } down)
            {
                // This exception has the reason; the unanswered call does not know it.
                throw down;
            }
            catch (ChatDisconnectedException e) when (e is not ChatClientFaultException && session.IsTrying)
            {
                await retries.DelayAsync(failures, entry.CancellationToken).ConfigureAwait(false);
            }
        }
    }
}
