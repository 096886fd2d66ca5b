namespace SignalRChat.Client.Internal;

/// <summary>
/// How long the server asked to be left alone, by <c>Draining</c> or by <c>Retry-After</c>. It counts from when it was said, and
/// for the next try alone: a node that leaves may close only when the time is over.
/// </summary>
internal sealed class RetryAfter(TimeProvider time)
{
    /// <summary>More than any server of ours asks for: a wrong header of some proxy must not silence a client for a day.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private TimeSpan _asked;
    private long _since;

    public void Note(TimeSpan asked)
    {
        lock (_lock)
        {
            _asked = asked > Most ? Most : asked;
            _since = time.GetTimestamp();
        }
    }

    /// <summary>What is left of it.</summary>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            var left = _asked - time.GetElapsedTime(_since);
            _asked = TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
