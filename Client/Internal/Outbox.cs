namespace SignalRChat.Client.Internal;

/// <summary>
/// What waits for its outcome: for each room in the order given, one in flight. Beyond the limit calls wait at the door, or are
/// turned away.
/// </summary>
internal sealed class Outbox(HubSession session, Retries retries, OutboxPersistence records, KnownLimits limits, int limit, OutboxFullMode whenFull)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<OutboxEntry>> _rooms = [];
    private readonly HashSet<long> _kept = [];
    private readonly LinkedList<OutboxEntry> _door = [];
    private int _waiting;

    public int PendingCount => Volatile.Read(ref _waiting);

    /// <summary>Begins the session with what an earlier run has left, ahead of everything that is sent from now on.</summary>
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
    /// The server ends the connection because a frame is larger than it takes, and does not say which. The largest text without an answer is too large, whichever it was.
    /// </summary>
    public void FrameTooLarge()
    {
        lock (_lock)
        {
            var largest = _rooms.Values.Select(queue => queue.TryPeek(out var entry) && entry.IsUnderWay ? entry : null).MaxBy(entry => limits.FrameBytes(entry?.Item?.Text));
            if (limits.FrameBytes(largest?.Item?.Text) > 0)
                largest!.IsTooLarge = true;
        }
    }

    private void WaitAtTheDoor(OutboxEntry entry)
    {
        var place = _door.AddLast(entry);
        // A token that is cancelled already runs this here and now, under the lock, which this thread may take again.
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
#if MUTANTS
        if (Eng.Mutant.Is("unlocked-outbox"))
        {
            _ = Task.Run(() => WorkAsync(entry.Room, new([entry])), CancellationToken.None);
            return;
        }
#endif
        if (_rooms.TryGetValue(entry.Room, out var queue))
        {
            queue.Enqueue(entry);
            return;
        }

        queue = new([entry]);
        _rooms.Add(entry.Room, queue);
        _ = Task.Run(() => WorkAsync(entry.Room, queue), CancellationToken.None);
    }

    /// <summary>Cannot fail: every outcome, whatever it is, goes to the entry it belongs to.</summary>
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

            // Removed before the next one is sent, so that after a restart none is repeated behind a later one.
            if (IsOver(why))
                await records.RemoveAsync(entry).ConfigureAwait(false);
            Done(queue);
            entry.Settle(why);
        }
    }

    /// <summary>
    /// Whether this is an outcome. An entry that only lost the connection stays in the store and is sent when there is one again;
    /// a fault of the client is one while there is a connection: then it is of this entry.
    /// </summary>
    private bool IsOver(Exception? why) => why is ChatClientFaultException ? session.IsTrying : why is not (ChatDisconnectedException or ChatAuthenticationException);

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
                // Settling runs nothing of the app's here: the tasks go on elsewhere.
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
            // Left by an earlier run, or written before the limits were known.
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
                // It tells why, which the call that got no answer does not know.
                throw down;
            }
            catch (ChatDisconnectedException e) when (e is not ChatClientFaultException && session.IsTrying)
            {
                await retries.DelayAsync(failures, entry.CancellationToken).ConfigureAwait(false);
            }
        }
    }
}
