namespace SignalRChat.Common;

/// <summary>A rate limit in ticks of the clock: the cost of one call, and the most that can be saved up.</summary>
internal readonly record struct Rate(long Each, long Burst)
{
    public static Rate Of(double perSecond, int burst, TimeProvider time)
    {
        var each = Math.Max(1, (long)Math.Round(time.TimestampFrequency / perSecond));
        return new(each, each * burst);
    }
}

/// <summary>
/// A token bucket as one number, the moment at which it is full again (the "generic cell rate algorithm"): no timer refills it. A
/// new bucket is full. Not thread-safe.
/// </summary>
internal struct TokenBucket
{
    private const int Part = 8;

    public long FullAt { get; private set; }

    /// <summary>Takes one token, or returns how long to wait for one.</summary>
    public bool TryTake(in Rate rate, long now, out long wait)
    {
        var fullAt = Math.Max(FullAt, now) + rate.Each;
        wait = fullAt - now - rate.Burst;
        if (wait > 0)
            return false;
        FullAt = fullAt;
        return true;
    }

    /// <summary>Takes as many as were used already, and returns how long until they are there; 0 or less if they were.</summary>
    public long Charge(in Rate rate, long count, long now)
    {
        FullAt = Math.Max(FullAt, now) + (rate.Each * count);
        return FullAt - now - rate.Burst;
    }

    /// <summary>Drops the debt beyond this wait.</summary>
    public void Forgive(in Rate rate, long wait, long now) => FullAt = Math.Min(FullAt, now + rate.Burst + wait);

    /// <summary>Whether an eighth of the burst is there.</summary>
    public readonly bool HasPart(in Rate rate, long now) => FullAt - now <= rate.Burst - (rate.Burst / Part);
}
