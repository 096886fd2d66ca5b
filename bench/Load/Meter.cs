namespace SignalRChat.Bench.Load;

/// <summary>Receives the events of all connections of a swarm, and counts them for the open window, if any.</summary>
internal sealed class Meter
{
    private volatile Window? _window;
    private volatile string? _firstLoss;
    private int _lost;

    public int LostConnections => Volatile.Read(ref _lost);

    public string? FirstLoss => _firstLoss;

    public Window Open()
    {
        var window = new Window();
        _window = window;
        window.Start();
        return window;
    }

    public void Close() => _window = null;

    public void Delivered(long stamp, long now) => _window?.Delivered(stamp, now);

    public void Answered(long stamp, long now, int roomSize, string? refusal)
    {
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
