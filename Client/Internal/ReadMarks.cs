namespace SignalRChat.Client.Internal;

/// <summary>
/// Sends the read cursors of the user: for each room one call in flight and the newest place next, at most one in a second. A call without
/// an answer is repeated: a read cursor never goes back.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="retries">The delays.</param>
/// <param name="time">The time.</param>
/// <param name="interval">The least time between two calls for a room.</param>
/// <param name="stored">The server has stored a read cursor: the place that was sent, and the answer.</param>
/// <param name="refused">The server refused the read cursor of a room.</param>
internal sealed class ReadMarks(
    HubSession session, Retries retries, TimeProvider time, TimeSpan interval, Action<long, MarkReadResult> stored, Action<string> refused)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RoomMarks> _rooms = [];

    /// <summary>True if no work on a room is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return !_rooms.Values.Any(marks => marks.IsWorking);
        }
    }

    /// <param name="room">The room.</param>
    /// <param name="sequence">The place.</param>
    /// <param name="isStored">Whether the inbox has the read cursor there already, as far as it knows.</param>
    public Task<MarkReadResult> MarkAsync(string room, long sequence, bool isStored)
    {
        lock (_lock)
        {
            if (session.Down is { } down)
                return Task.FromException<MarkReadResult>(down);
            if (!_rooms.TryGetValue(room, out var marks))
                _rooms.Add(room, marks = new());
            // A restored database may have lost the read cursor: then the inbox does not have it.
            if (isStored && marks.Latest is { } latest && sequence <= latest.ReadThrough)
                return Task.FromResult(latest);
            var caller = new TaskCompletionSource<MarkReadResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            marks.Callers.Add((sequence, caller));
            if (!marks.IsWorking)
                _ = Task.Run(() => WorkAsync(room, marks), CancellationToken.None);
            marks.IsWorking = true;
            return caller.Task;
        }
    }

    /// <summary>Sends what waits without the delay. The task completes when the outcomes are known; they go to the callers.</summary>
    public async Task FlushAsync()
    {
        Task[] outcomes;
        lock (_lock)
        {
            var waiting = _rooms.Values.Where(marks => marks.Callers.Count > 0).ToArray();
            foreach (var marks in waiting)
                marks.Hurry.TrySetResult();
            outcomes = [.. waiting.SelectMany(marks => marks.Callers).Select(caller => caller.Caller.Task)];
        }

        await Task.WhenAll(outcomes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Cannot fail: every outcome goes to the callers.</summary>
    private async Task WorkAsync(string room, RoomMarks marks)
    {
        while (true)
        {
            try
            {
                // Before the delay: after the end of the session each delay ends at once.
                if (Next(marks) is null)
                    return;
                if (marks.SentAt is { } sentAt && interval - time.GetElapsedTime(sentAt) is { Ticks: > 0 } left)
                    await marks.Hurry.Task.WaitAsync(left, time, session.Lifetime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                session.Lifetime.ThrowIfCancellationRequested();
                var (sequence, answer) = await SendAsync(room, marks).ConfigureAwait(false);
                stored(sequence, answer);
                Done(marks, sequence, answer);
            }
            catch (Exception e)
            {
                Fail(marks, session.Down ?? e);
                refused(room);
            }
        }
    }

    private async Task<(long Sequence, MarkReadResult Answer)> SendAsync(string room, RoomMarks marks)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                await session.WaitConnectedAsync(session.Lifetime).ConfigureAwait(false);
                // The newest place of this moment: more may have been read during the wait.
                var request = new MarkReadRequest { Room = room, Sequence = Next(marks) ?? 0 };
                marks.SentAt = time.GetTimestamp();
                if (marks.Hurry.Task.IsCompleted)
                    marks.Hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
                var call = session.CallAsync<MarkReadResult>(nameof(IChatHub.MarkRead), request, session.Lifetime);
                return (request.Sequence, await call.ConfigureAwait(false));
            }
            catch (ChatRefusedException e) when (e.IsRetryable)
            {
                await retries.DelayAsync(e, failures, session.Lifetime).ConfigureAwait(false);
            }
            catch (ChatDisconnectedException e) when (e is not ChatClientFaultException && session.IsTrying)
            {
                await retries.DelayAsync(failures, session.Lifetime).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The newest place to send; null if there is none, and the work ends.</summary>
    private long? Next(RoomMarks marks)
    {
        lock (_lock)
        {
            if (marks.Callers.Count > 0)
                return marks.Callers.Max(caller => caller.Sequence);
            marks.IsWorking = false;
            return null;
        }
    }

    private void Done(RoomMarks marks, long sequence, MarkReadResult answer)
    {
        lock (_lock)
        {
            marks.Latest = answer;
            foreach (var (_, caller) in marks.Callers.Where(caller => caller.Sequence <= sequence))
                caller.TrySetResult(answer);
            marks.Callers.RemoveAll(caller => caller.Sequence <= sequence);
        }
    }

    private void Fail(RoomMarks marks, Exception why)
    {
        lock (_lock)
        {
            foreach (var (_, caller) in marks.Callers)
            {
                caller.TrySetException(why);
                // A read cursor of the client's own is awaited by nobody.
                _ = caller.Task.Exception;
            }

            marks.Callers.Clear();
        }
    }

    private sealed class RoomMarks
    {
        public List<(long Sequence, TaskCompletionSource<MarkReadResult> Caller)> Callers { get; } = [];

        public bool IsWorking { get; set; }

        /// <summary>Ends the delay before the next call. Only the work on the room replaces it.</summary>
        public TaskCompletionSource Hurry { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>When the latest call was sent.</summary>
        public long? SentAt { get; set; }

        public MarkReadResult? Latest { get; set; }
    }
}
