namespace SignalRChat.Client.Internal;

/// <summary>
/// The delay before each try: the backoff, plus the delay that the server requested. A short-lived connection does not
/// restart the backoff. Otherwise clients would flood a server that accepts every connection and drops it at once.
/// </summary>
internal sealed class ReconnectDelays(FullJitterBackoff backoff, RetryAfter asked, TimeProvider time)
{
    private static readonly TimeSpan _grownUp = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long? _upSince;
    private long _carried;
    private long _last;

    public void Connected()
    {
        lock (_lock)
            _upSince = time.GetTimestamp();
    }

    /// <summary>Null when no more tries are allowed.</summary>
    public TimeSpan? Next(long attempt)
    {
        lock (_lock)
        {
            if (_upSince is { } since)
            {
                _carried = time.GetElapsedTime(since) < _grownUp ? _last + 1 : 0;
                _upSince = null;
            }

            _last = attempt + _carried;
            return attempt >= backoff.MaxTries ? null : asked.Take() + backoff.Delay(_last);
        }
    }
}
