using SignalRChat.Services.Log;

namespace SignalRChat.Services.Inbox;

/// <summary>
/// The read cursors that wait for the database, bounded, and apart from the commands: with these in one batch, new messages would leave
/// their fast path. One batch is in flight; of a user and a room that waits, only the newest place is stored.
/// </summary>
internal sealed class ReadCursorQueue(IInboxStore store, ICommittedUpdates committed, IOptions<CommitOptions> options)
{
    private readonly CommitOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Room, string UserId), Waiting> _waiting = [];
    private bool _isRunning;

    /// <summary>Completes when the cursor, or a newer one of the same user and room, is on disk.</summary>
    /// <exception cref="ChatRefusedException">Too many wait.</exception>
    public Task<ReadMark> MarkAsync(ReadRequest request)
    {
        Task<ReadMark> outcome;
        lock (_gate)
        {
            if (!_waiting.TryGetValue((request.Room, request.UserId), out var waiting))
            {
                if (_waiting.Count >= _options.QueueCapacity)
                    throw new ChatRefusedException(ChatErrorCodes.Busy, "Too many read cursors are waiting.", _options.RetryAfter);
                _waiting.Add((request.Room, request.UserId), waiting = new(request));
            }
            waiting.MoveTo(request.Sequence);
            outcome = waiting.Outcome.Task;
            if (_isRunning)
                return outcome;
            _isRunning = true;
        }
        // Not on the caller's thread: a store may hold it for as long as the disk takes.
        _ = Task.Run(RunAsync);
        return outcome;
    }

    private async Task RunAsync()
    {
        while (Take() is { Length: > 0 } batch)
            await StoreAsync(batch);
    }

    /// <summary>Empty when nothing waits: then the next caller runs the queue.</summary>
    private Waiting[] Take()
    {
        lock (_gate)
        {
            Waiting[] batch = [.. _waiting.Values.Take(_options.MaxBatch)];
            foreach (var waiting in batch)
                _waiting.Remove((waiting.Request.Room, waiting.Request.UserId));
            _isRunning = batch.Length > 0;
            return batch;
        }
    }

    private async Task StoreAsync(Waiting[] batch)
    {
        try
        {
            var marks = await store.MarkReadAsync(Array.ConvertAll(batch, waiting => waiting.Request), CancellationToken.None);
            string[] moved = [.. batch.Where((_, index) => marks[index].IsMoved).Select(waiting => waiting.Request.UserId).Distinct()];
            if (moved.Length > 0)
                committed.NotifyInboxes(moved);
            for (var index = 0; index < batch.Length; index++)
                batch[index].Outcome.TrySetResult(marks[index]);
        }
        catch (StorageUnavailableException held) when (held.IsHeld && !IsOfOneUser(batch))
        {
            // The inbox of one of the users is held, for longer than the others may wait. Each user waits alone, once.
            foreach (var ofUser in batch.GroupBy(waiting => waiting.Request.UserId, StringComparer.Ordinal))
                await StoreAsync([.. ofUser]);
        }
        catch (Exception error) when (batch.Length == 1 || error is StorageUnavailableException { MayBeOfOneCommand: false })
        {
            foreach (var waiting in batch)
                waiting.Outcome.TrySetException(error);
        }
        catch
        {
            // One of them may have hit a defect or damaged data. It must not fail the others.
            foreach (var waiting in batch)
                await StoreAsync([waiting]);
        }
    }

    private static bool IsOfOneUser(Waiting[] batch) =>
        Array.TrueForAll(batch, waiting => waiting.Request.UserId == batch[0].Request.UserId);

    private sealed class Waiting(ReadRequest request)
    {
        public ReadRequest Request { get; private set; } = request;

        public TaskCompletionSource<ReadMark> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void MoveTo(long sequence) => Request = Request with { Sequence = Math.Max(Request.Sequence, sequence) };
    }
}
