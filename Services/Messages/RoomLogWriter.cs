using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Services.Storage;

namespace SignalRChat.Services.Messages;

/// <summary>
/// Works off the log's queue: everything that waits goes into one transaction. It has a thread of its own, because a commit waits for the disk and
/// would hold a thread of the pool for that long.
/// </summary>
internal sealed class RoomLogWriter(
    RoomLog log,
    IMessageStore store,
    IRoomUpdatePublisher publisher,
    LogMetrics metrics,
    IOptions<RoomLogOptions> options,
    TimeProvider time,
    ILogger<RoomLogWriter> logger) : IHostedService, IDisposable
{
    private readonly List<PendingCommand> _batch = [];
    private readonly List<RoomCommand> _commands = [];
    private readonly AutoResetEvent _committed = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Run) { IsBackground = true, Name = "room log" }.Start();
        return Task.CompletedTask;
    }

    /// <summary>Stores what still waits; the host's shutdown time-out is the bound.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        log.Close();
        return _ended.Task.WaitAsync(cancellationToken);
    }

    public void Dispose() => _committed.Dispose();

    private void Run()
    {
        while (log.WaitForWork())
        {
            while (_batch.Count < options.Value.MaxBatch && log.Queue.TryRead(out var pending))
                _batch.Add(pending);
            Store(_batch);
            _batch.Clear();
        }
        _ended.SetResult();
    }

    private void Store(List<PendingCommand> batch)
    {
        try
        {
            Commit(batch);
        }
        catch (StorageUnavailableException unavailable)
        {
            RoomLogLog.StorageUnavailable(logger, batch.Count, unavailable);
            metrics.Unavailable(batch.Count);
            Refuse(batch, unavailable);
        }
        catch (Exception defect) when (batch.Count > 1)
        {
            // One command must not take the others with it: find it by storing each alone.
            RoomLogLog.BatchFailed(logger, batch.Count, defect);
            foreach (var pending in batch)
                Store([pending]);
        }
        catch (Exception defect)
        {
            batch[0].Fail(defect);
        }
    }

    private void Commit(List<PendingCommand> batch)
    {
        _commands.Clear();
        foreach (var pending in batch)
            _commands.Add(pending.Command);
        var began = time.GetTimestamp();
        var committed = Wait(store.CommitAsync(_commands, time.GetUtcNow().ToUnixTimeMilliseconds(), CancellationToken.None));
        metrics.Committed(batch.Count, time.GetElapsedTime(began));

        foreach (var update in committed.Updates)
            Publish(update);
        for (var i = 0; i < batch.Count; i++)
            batch[i].Complete(committed.Results[i]);
    }

    /// <summary>A task that is waited for by itself spins before it sleeps, for each commit of a database that is not in this process.</summary>
    private BatchResult Wait(Task<BatchResult> commit)
    {
        if (!commit.IsCompleted)
        {
            commit.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => _committed.Set());
            _committed.WaitOne();
        }
        return commit.GetAwaiter().GetResult();
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
