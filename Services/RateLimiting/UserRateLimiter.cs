using System.Runtime.CompilerServices;

namespace SignalRChat.Services.RateLimiting;

/// <summary>The remaining allowance of one user on this node, over all connections together.</summary>
internal sealed class UserRateLimiter(RateLimits rates, TimeProvider time)
{
    private static readonly TimeSpan _logEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Buckets _buckets;
    private TokenBucket _frames;
    private TokenBucket _bytes;
    private long? _loggedAt;

    /// <summary>When the allowance is full again: from then on dropping this entry changes nothing.</summary>
    public long FullAt
    {
        get
        {
            lock (_gate)
            {
                var last = Math.Max(_frames.FullAt, _bytes.FullAt);
                foreach (ref readonly var bucket in (ReadOnlySpan<TokenBucket>)_buckets)
                    last = Math.Max(last, bucket.FullAt);
                return last;
            }
        }
    }

    /// <exception cref="ChatRefusedException">The user is too fast; it contains how long to wait.</exception>
    public void Take(CallKind kind)
    {
        long wait;
        lock (_gate)
        {
            if (_buckets[(int)kind].TryTake(rates.Of(kind), time.GetTimestamp(), out wait))
                return;
        }
        // Rounded up: a client that retries after this time must be let in.
        var milliseconds = Math.Ceiling(time.GetElapsedTime(0, wait).TotalMilliseconds);
        throw new ChatRefusedException(ChatErrorCodes.RateLimited, "Rate limit exceeded.", TimeSpan.FromMilliseconds(milliseconds));
    }

    /// <summary>
    /// Counts what a connection of the user has sent. Returns how long to wait before more of it is read, in ticks; 0 or less for no wait.
    /// </summary>
    public long Charge(int frames, long bytes, long now)
    {
        lock (_gate)
        {
            var wait = Math.Max(_frames.Charge(rates.Frames, frames, now), _bytes.Charge(rates.Bytes, bytes, now));
            if (wait <= rates.MostOwed)
                return wait;
            _frames.Forgive(rates.Frames, rates.MostOwed, now);
            _bytes.Forgive(rates.Bytes, rates.MostOwed, now);
            return rates.MostOwed;
        }
    }

    /// <summary>
    /// The same for a request that can still be refused. Returns false, and counts nothing, if the wait were longer than
    /// <paramref name="most"/>.
    /// </summary>
    public bool TryCharge(int frames, long most, long now, out long wait)
    {
        lock (_gate)
        {
            var charged = _frames;
            wait = charged.Charge(rates.Frames, frames, now);
            if (wait > most)
                return false;
            _frames = charged;
            return true;
        }
    }

    /// <summary>Whether to report this user to the operator: once a minute at most.</summary>
    public bool ShouldLog(long now)
    {
        lock (_gate)
        {
            if (_loggedAt is { } loggedAt && time.GetElapsedTime(loggedAt, now) < _logEvery)
                return false;
            _loggedAt = now;
            return true;
        }
    }

    /// <summary>One for each <see cref="CallKind"/>.</summary>
    [InlineArray((int)CallKind.Typing + 1)]
    private struct Buckets
    {
        private TokenBucket _first;
    }
}

/// <summary>The rates of the options, by the kind of call.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private static readonly TimeSpan _mostOwed = TimeSpan.FromSeconds(5);

    private readonly Rate _messages = options.Value.Messages.ToRate(time);
    private readonly Rate _rooms = options.Value.Rooms.ToRate(time);
    private readonly Rate _reads = options.Value.Reads.ToRate(time);
    private readonly Rate _typing = options.Value.Typing.ToRate(time);

    /// <summary>Frames of all of a user's connections. Never less than one connection may send.</summary>
    public Rate Frames { get; } = options.Value.UserFrames.AtLeast(options.Value.Frames).ToRate(time);

    /// <summary>The same in bytes.</summary>
    public Rate Bytes { get; } = options.Value.UserBytes.AtLeast(options.Value.Bytes).ToRate(time);

    /// <summary>
    /// The most that a user may owe, as a wait in ticks of the clock. Other connections of the user wait for it as well, so it is
    /// less than SignalR's shortest time-out for a silent client.
    /// </summary>
    public long MostOwed { get; } = time.TicksOf(_mostOwed);

    public ref readonly Rate Of(CallKind kind)
    {
        switch (kind)
        {
            case CallKind.Messages: return ref _messages;
            case CallKind.Rooms: return ref _rooms;
            case CallKind.Typing: return ref _typing;
            default: return ref _reads;
        }
    }
}

/// <summary>Calls that share a rate.</summary>
internal enum CallKind
{
    /// <summary>Posting, editing, deleting: each is a write to the disk and a push to the room.</summary>
    Messages,

    /// <summary>Joining and leaving, and moderation. A reconnecting client joins all its rooms at once.</summary>
    Rooms,

    /// <summary>Reading: updates, history, members, rooms. A client that was away for long reads many pages in a row.</summary>
    Reads,

    /// <summary>Typing.</summary>
    Typing,
}
