namespace SignalRChat.Client.Internal;

/// <summary>
/// The user's reactions without an outcome. A reaction is settled when the app has the change with the answer's revision, and not
/// before: otherwise the reaction would vanish between the answer and the change.
/// </summary>
/// <param name="cursorOf">The revision up to which the app has a room; null if the client does not follow it.</param>
/// <param name="changed">Receives the pending reactions of a message when they change. It only queues.</param>
internal sealed class ReactionTracker(Func<string, long?> cursorOf, Action<PendingReactions> changed)
{
    private readonly Lock _lock = new();
    private readonly List<Pending> _pending = [];

    /// <summary>Reports the reaction at once, and its end when the outcome is known.</summary>
    public async Task<ChangeMessageResult> TrackAsync(ReactRequest request, Task<ChangeMessageResult> outcome)
    {
        if (outcome.IsFaulted || outcome.IsCanceled)
            return await outcome.ConfigureAwait(false);
        var pending = new Pending(request);
        Change(() => _pending.Add(pending), request);
        try
        {
            var answer = await outcome.ConfigureAwait(false);
            pending.StoredAt = answer.Revision;
            // The app may have the change already. If not, a later one has it.
            if (cursorOf(request.Room) is not { } cursor || cursor >= answer.Revision)
                End(pending);
            return answer;
        }
        catch
        {
            End(pending);
            throw;
        }
    }

    /// <summary>The app is about to receive the changes of a room up to this revision.</summary>
    public void Reached(string room, long revision) => EndAll(pending => pending.Request.Room == room && pending.StoredAt <= revision);

    /// <summary>The app begins anew with the room, or has no more of it: the stored reactions are in what it has.</summary>
    public void Restarted(string room) => EndAll(pending => pending.Request.Room == room && pending.StoredAt < long.MaxValue);

    private void EndAll(Func<Pending, bool> isOver)
    {
        Pending[] over;
        lock (_lock)
            over = _pending.Count == 0 ? [] : [.. _pending.Where(isOver)];
        foreach (var pending in over)
            End(pending);
    }

    private void End(Pending pending) => Change(() => _pending.Remove(pending), pending.Request);

    private void Change(Action change, ReactRequest request)
    {
        lock (_lock)
        {
            var before = Of(request);
            change();
            var after = Of(request);
            // Under the lock, so that the newest state is reported last.
            if (!before.SequenceEqual(after))
                changed(new() { Room = request.Room, MessageId = request.MessageId, Reactions = after });
        }
    }

    private PendingReaction[] Of(ReactRequest request) =>
    [
        .. _pending.Select(pending => pending.Request)
            .Where(other => other.Room == request.Room && other.MessageId == request.MessageId)
            .Reverse().DistinctBy(other => other.Emoji).Reverse()
            .Select(other => new PendingReaction(other.Emoji, other.On)),
    ];

    private sealed class Pending(ReactRequest request)
    {
        private long _storedAt = long.MaxValue;

        public ReactRequest Request { get; } = request;

        /// <summary>The revision of the answer.</summary>
        public long StoredAt { get => Volatile.Read(ref _storedAt); set => Volatile.Write(ref _storedAt, value); }
    }
}
