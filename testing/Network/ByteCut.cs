namespace SignalRChat.Testing;

/// <summary>Counts the bytes of one direction down to a cut.</summary>
internal sealed class ByteCut
{
    private readonly Lock _lock = new();
    private Way _way;
    private long? _left;

    public void Arm(Way way, long bytes)
    {
        lock (_lock)
            (_way, _left) = (way, bytes);
    }

    public void Disarm()
    {
        lock (_lock)
            _left = null;
    }

    /// <summary>Returns how many of these bytes pass. A smaller number than requested is the cut, which happens once.</summary>
    public int Allow(Way way, int count)
    {
        lock (_lock)
        {
            if (_left is not { } left || way != _way)
                return count;
            if (left >= count)
            {
                _left = left - count;
                return count;
            }

            _left = null;
            return (int)left;
        }
    }
}
