using System.Collections.Concurrent;

namespace SignalRChat.Services.Log;

/// <summary>
/// Stores a batch of commands. After the commit it gives each update to this node's feed and to the other nodes, and answers each
/// sender.
/// </summary>
internal sealed class BatchCommitter(
    IMessageStore store,
    ICommittedUpdates feeds,
    IRoomUpdatePublisher publisher,
    CommitMetrics metrics,
    CommitOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>So that a command that was taken just in time gets a room that has become free meanwhile.</summary>
    private static readonly TimeSpan _shortestRoomWait = TimeSpan.FromMilliseconds(100);

    // Held rooms that were logged: their senders retry every second.
    private readonly ConcurrentDictionary<string, byte> _reported = new();

    /// <summary>
    /// Stores the batch in one transaction. With <paramref name="held"/> it waits for no room that another session holds: the
    /// commands of such rooms are set aside there. Without, it waits for the rooms.
    /// </summary>
    public async Task StoreAsync(List<PendingCommand> batch, HeldRooms? held)
    {
        try
        {
            await CommitAsync(batch, held);
        }
        catch (StorageUnavailableException unavailable) when (batch.Count == 1 || !unavailable.MayBeOfOneCommand)
        {
            // Without a list of held rooms the batch is of one room.
            if (unavailable.IsHeld && held is null)
                ReportHeld(batch[0].Command.Room, batch.Count);
            else
                CommandQueueLog.StorageUnavailable(logger, batch.Count, unavailable);
            Refuse(batch, unavailable);
        }
        catch (Exception defect) when (batch.Count > 1)
        {
            // One command may have a defect or hit damaged data. It must not fail the others: store each alone to find it.
            CommandQueueLog.BatchFailed(logger, batch.Count, defect);
            foreach (var pending in batch)
            {
                if (held is null && IsOverdue(pending))
                    RefuseOverdue(pending.Command.Room, [pending]);
                // One before it of the same room may have been set aside just now.
                else if (held is null || !TryFollow(pending, held))
                    await StoreAsync([pending], held);
            }
        }
        catch (Exception defect)
        {
            batch[0].Fail(defect);
        }
    }

    /// <summary>
    /// Queues the command behind others of its room, if any are set aside; false if there are none. A command that finds no place
    /// is refused.
    /// </summary>
    public bool TryFollow(PendingCommand pending, HeldRooms held)
    {
        if (!held.TryFollow(pending, out var isFull))
            return false;
        if (isFull)
            RefuseAsBusy(pending);
        return true;
    }

    /// <summary>Whether it has waited for its room for as long as it may.</summary>
    public bool IsOverdue(PendingCommand pending) => time.GetElapsedTime(pending.Arrived) >= store.LongestRoomWait;

    /// <summary>
    /// Refuses commands of a room that earlier commands have waited for without success. Nothing of them is stored.
    /// </summary>
    public void RefuseOverdue(string room, List<PendingCommand> overdue)
    {
        if (overdue.Count == 0)
            return;
        ReportHeld(room, overdue.Count);
        Refuse(overdue, cause: null);
    }

    private async Task CommitAsync(List<PendingCommand> batch, HeldRooms? held)
    {
        var commands = batch.ConvertAll(pending => pending.Command);
        var (now, began) = (time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
        var committed = held is null
            ? await store.CommitWithinAsync(commands, now, RoomWaitLeft(batch[0]), CancellationToken.None)
            : await store.CommitFreeRoomsAsync(commands, now, CancellationToken.None);

        var committedAt = time.GetTimestamp();
        var stored = Distribute(batch, committed, held, Origin(batch, committed, began, committedAt));
        if (stored > 0)
            metrics.Committed(stored, time.GetElapsedTime(began, committedAt));
        for (var i = 0; i < batch.Count; i++)
        {
            if (!committed.Results[i].IsHeld)
                metrics.Waited(time.GetElapsedTime(batch[i].Arrived, began));
        }
    }

    private BatchOrigin Origin(List<PendingCommand> batch, BatchResult committed, long began, long committedAt)
    {
        if (!ChatTrace.IsOn)
            return new(committedAt, traces: null);
        var now = time.GetUtcNow();
        var start = now - time.GetElapsedTime(began, committedAt);
        return new(committedAt, ChatTrace.Committed(batch, committed.Results, start, now, logger));
    }

    /// <summary>
    /// Announces each update, then answers its senders: a sender's own update can take the answer along. Returns how many commands
    /// are stored; the others are set aside.
    /// </summary>
    private int Distribute(List<PendingCommand> batch, BatchResult committed, HeldRooms? held, in BatchOrigin origin)
    {
        using var work = PoolBatch.Begin(committed.Updates.Count);
        var (stored, announced) = (0, 0);
        for (var i = 0; i < batch.Count; i++)
        {
            var room = batch[i].Command.Room;
            // The updates have the order in which the batch names their rooms.
            if (announced < committed.Updates.Count && committed.Updates[announced].Room == room)
            {
                work.EndGroup();
                Announce(committed.Updates[announced++], origin);
            }
            if (!committed.Results[i].IsHeld)
            {
                stored++;
                ReportFree(room);
                batch[i].Complete(committed.Results, i);
            }
            else if (!held!.TryAdd(batch[i]))
            {
                RefuseAsBusy(batch[i]);
            }
        }
        while (announced < committed.Updates.Count)
            Announce(committed.Updates[announced++], origin);
        AnnounceInboxes(committed.Inboxes);
        return stored;
    }

    /// <summary>
    /// A command that queued behind others has already waited with them, so it does not wait the full time again.
    /// </summary>
    private TimeSpan RoomWaitLeft(PendingCommand oldest)
    {
        var left = store.LongestRoomWait - time.GetElapsedTime(oldest.Arrived);
        return left > _shortestRoomWait ? left : _shortestRoomWait;
    }

    // The change is stored. If this fails, the senders still get their answers, and the reconcilers find it for the members.
    private void Announce(RoomUpdate update, in BatchOrigin origin)
    {
        var frame = new UpdateFrame(update) { Commits = origin.Of(update.Room) };
        try
        {
            feeds.Notify(frame);
            publisher.Publish(frame);
        }
        catch (Exception defect)
        {
            CommandQueueLog.PublishFailed(logger, frame.Update.Room, frame.Update.Through, defect);
        }
    }

    private void AnnounceInboxes(IReadOnlyCollection<string> userIds)
    {
        if (userIds.Count == 0)
            return;
        try
        {
            feeds.NotifyInboxes(userIds);
        }
        catch (Exception defect)
        {
            CommandQueueLog.InboxesFailed(logger, userIds.Count, defect);
        }
    }

    // Logged once for each time that a room is held for longer than commands wait for it. Several writers may find it.
    private void ReportHeld(string room, int count)
    {
        if (_reported.TryAdd(room, 0))
            CommandQueueLog.RoomHeld(logger, room, count);
    }

    private void ReportFree(string room)
    {
        // Without the look-up before it, each command would take a lock.
        if (_reported.ContainsKey(room) && _reported.TryRemove(room, out _))
            CommandQueueLog.RoomFree(logger, room);
    }

    private void Refuse(List<PendingCommand> batch, StorageUnavailableException? cause)
    {
        metrics.Unavailable(batch.Count);
        foreach (var pending in batch)
        {
            pending.Fail(new ChatRefusedException(
                ChatErrorCodes.StorageUnavailable, "The database is unavailable.", options.RetryAfter, cause));
        }
    }

    private void RefuseAsBusy(PendingCommand pending) =>
        pending.Fail(new ChatRefusedException(ChatErrorCodes.Busy, "The command queue of the room is full.", options.RetryAfter));
}
