namespace SignalRChat.Bench.Load;

/// <summary>Receives the events of all connections of a swarm, and counts them for the open window, if any.</summary>
internal sealed class Meter
{
    private volatile Window? _window;
    private volatile string? _firstLoss;
    private int _lost;
    private long _acks;

    public int LostConnections => Volatile.Read(ref _lost);

    public string? FirstLoss => _firstLoss;

    /// <summary>Acks so far, in a window or not.</summary>
    public long Acks => Volatile.Read(ref _acks);

    public Window Open()
    {
        var window = new Window();
        _window = window;
        window.Start();
        return window;
    }

    public void Close() => _window = null;

    public void Sent(long stamp) => _window?.Sent(stamp);

    /// <summary>Counts the bytes of an update.</summary>
    public void Received(int bytes, long now) => _window?.Received(bytes, now);

    public void Delivered(long stamp, long now) => _window?.Delivered(stamp, now);

    public void Answered(long stamp, long now, int roomSize, string? refusal)
    {
        Interlocked.Increment(ref _acks);
        _window?.Answered(stamp);
        if (refusal is null)
            _window?.Acked(stamp, now, roomSize);
        else
            _window?.Refuse(refusal);
    }

    public void LostConnection(string how)
    {
        Interlocked.Increment(ref _lost);
        _firstLoss ??= how;
    }
}
