namespace SignalRChat.Services.Feed;

/// <summary>The part for those who only wait for a change, as a backend does that reads the room by its cursor.</summary>
internal sealed partial class RoomFeed
{
    private TaskCompletionSource? _moved;

    /// <summary>Completes when the feed has passed this revision, or is in another epoch.</summary>
    public async Task WaitBeyondAsync(string epoch, long revision, CancellationToken cancellationToken)
    {
        while (NextMove(epoch, revision) is { } move)
            await move.WaitAsync(cancellationToken);
    }

    private Task? NextMove(string epoch, long revision)
    {
        lock (_gate)
        {
            if (epoch != _epoch || _position > revision)
                return null;
            // Asynchronous: whoever waits must not run on the thread that delivers, under its gate.
            return (_moved ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Called under the gate, when the position or the epoch has changed.</summary>
    private void Moved()
    {
        _moved?.TrySetResult();
        _moved = null;
    }
}
