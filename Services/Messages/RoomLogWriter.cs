using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Services.Storage;

namespace SignalRChat.Services.Messages;

/// <summary>
/// Works off the log's queue: everything that waits goes into one transaction. For a store that commits on the caller's thread it has one of its own, because
/// the disk would hold a thread of the pool. For another it goes on where it is woken, on the thread of the call that brings work and on that of the database's
/// answer: a thread of its own would be woken twice for each message.
/// </summary>
internal sealed class RoomLogWriter(
    RoomLog log,
    IMessageStore store,
    IRoomUpdatePublisher publisher,
    LogMetrics metrics,
    IOptions<RoomLogOptions> options,
    TimeProvider time,
    ILogger<RoomLogWriter> logger) : IHostedService
{
    private readonly List<PendingCommand> _batch = [];
    private readonly List<RoomCommand> _commands = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _hasStarted;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _hasStarted = true;
        if (store.CommitsOnCallersThread)
            new Thread(RunOnThread) { IsBackground = true, Name = "room log" }.Start();
        else
            _ = RunAsync();
        return Task.CompletedTask;
    }

    /// <summary>Stores what still waits; the host's shutdown time-out is the bound, and what waits then is answered to nobody.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        log.Close();
        if (!_hasStarted)
            return;
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.Task.IsCompleted)
            RoomLogLog.GivenUp(logger);
    }

    private void RunOnThread()
    {
        while (log.WaitForWork())
            StoreNextAsync().GetAwaiter().GetResult();
        _ended.SetResult();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await log.Queue.WaitToReadAsync())
                await StoreNextAsync();
            _ended.SetResult();
        }
        catch (Exception defect)
        {
            // As on a thread: a node whose log has ended would take messages and answer none.
            Environment.FailFast("The log has ended.", defect);
        }
    }

    private async Task StoreNextAsync()
    {
        while (_batch.Count < options.Value.MaxBatch && log.Queue.TryRead(out var pending))
            _batch.Add(pending);
        await StoreAsync(_batch);
        _batch.Clear();
    }

    private async Task StoreAsync(List<PendingCommand> batch)
    {
        try
        {
            await CommitAsync(batch);
        }
        catch (StorageUnavailableException unavailable) when (batch.Count == 1 || !unavailable.MayBeOfOneCommand)
        {
            RoomLogLog.StorageUnavailable(logger, batch.Count, unavailable);
            metrics.Unavailable(batch.Count);
            Refuse(batch, unavailable);
        }
        catch (Exception defect) when (batch.Count > 1)
        {
            // One command, with a defect or with damage that it comes upon, must not take the others with it: find it by storing each alone.
            RoomLogLog.BatchFailed(logger, batch.Count, defect);
            foreach (var pending in batch)
                await StoreAsync([pending]);
        }
        catch (Exception defect)
        {
            batch[0].Fail(defect);
        }
    }

    private async Task CommitAsync(List<PendingCommand> batch)
    {
        _commands.Clear();
        foreach (var pending in batch)
            _commands.Add(pending.Command);
        var began = time.GetTimestamp();
        var committed = await store.CommitAsync(_commands, time.GetUtcNow().ToUnixTimeMilliseconds(), CancellationToken.None);
        metrics.Committed(batch.Count, time.GetElapsedTime(began));

        foreach (var update in committed.Updates)
            Publish(update);
        for (var i = 0; i < batch.Count; i++)
            batch[i].Complete(committed.Results[i]);
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
        foreach (var pending in batch)
        {
            pending.Fail(new ChatRefusedException(
                ChatErrorCodes.StorageUnavailable, "The database does not take messages at the moment.", options.Value.RetryAfter, unavailable));
        }
    }
}
