using SignalRChat.Contracts;
using SignalRChat.Services.Storage;

namespace SignalRChat.Services.Messages;

/// <summary>Stores a batch of commands, publishes what it changed, and answers each sender after the commit.</summary>
internal sealed class BatchCommitter(
    IMessageStore store, IRoomUpdatePublisher publisher, LogMetrics metrics, RoomLogOptions options, TimeProvider time, ILogger logger)
{
    private readonly HeldRoomReports _reports = new(logger);

    /// <summary>
    /// Stores the batch in one transaction. With <paramref name="held"/> it waits for no room that another session holds: the commands of such rooms are set aside
    /// there. Without, it waits for the rooms.
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
                _reports.Refused(batch[0].Command.Room, batch.Count);
            else
                RoomLogLog.StorageUnavailable(logger, batch.Count, unavailable);
            Refuse(batch, unavailable);
        }
        catch (Exception defect) when (batch.Count > 1)
        {
            // One command, with a defect or with damage that it comes upon, must not take the others with it: find it by storing each alone.
            RoomLogLog.BatchFailed(logger, batch.Count, defect);
            foreach (var pending in batch)
            {
                // One before it of the same room may have been set aside just now.
                if (held is null || !TryFollow(pending, held))
                    await StoreAsync([pending], held);
            }
        }
        catch (Exception defect)
        {
            batch[0].Fail(defect);
        }
    }

    /// <summary>Whether the command goes to others of its room that are set aside; if there is no place for it there, it is refused.</summary>
    public bool TryFollow(PendingCommand pending, HeldRooms held)
    {
        if (!held.TryFollow(pending, out var isFull))
            return false;
        if (isFull)
            RefuseAsBusy(pending);
        return true;
    }

    private async Task CommitAsync(List<PendingCommand> batch, HeldRooms? held)
    {
        var commands = batch.ConvertAll(pending => pending.Command);
        var (now, began) = (time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
        var committed = held is null
            ? await store.CommitAsync(commands, now, CancellationToken.None)
            : await store.CommitFreeRoomsAsync(commands, now, CancellationToken.None);

        foreach (var update in committed.Updates)
            Publish(update);
        var stored = batch.Count;
        for (var i = 0; i < batch.Count; i++)
        {
            if (!committed.Results[i].IsHeld)
            {
                _reports.Stored(commands[i].Room);
                batch[i].Complete(committed.Results[i]);
                continue;
            }
            stored--;
            if (!held!.TryAdd(batch[i]))
                RefuseAsBusy(batch[i]);
        }
        if (stored > 0)
            metrics.Committed(stored, time.GetElapsedTime(began));
    }

    // It is stored: whatever goes wrong from here on, its senders are told so, and the tail check brings it to the members.
    private void Publish(RoomUpdate update)
    {
        try
        {
            publisher.Publish(update);
        }
        catch (Exception defect)
        {
            RoomLogLog.PublishFailed(logger, update.Room, update.Through, defect);
        }
    }

    private void Refuse(List<PendingCommand> batch, StorageUnavailableException unavailable)
    {
        metrics.Unavailable(batch.Count);
        foreach (var pending in batch)
        {
            pending.Fail(new ChatRefusedException(
                ChatErrorCodes.StorageUnavailable, "The database does not take messages at the moment.", options.RetryAfter, unavailable));
        }
    }

    private void RefuseAsBusy(PendingCommand pending) =>
        pending.Fail(new ChatRefusedException(ChatErrorCodes.Busy, "The room takes no more messages at the moment.", options.RetryAfter));
}
