using SignalRChat.Services.RateLimiting;

namespace SignalRChat.Hubs.Transport.Budgets;

/// <summary>
/// Counts what one connection sends against its own rate and its user's. Beyond a rate the server reads later, so that TCP slows
/// the client down. A connection that stays beyond its own rate for too long has exceeded it, and nothing more of it is read.
/// </summary>
internal sealed class ConnectionRateLimit(ConnectionRateLimits limits, string userId, UserRateLimiter user, TimeProvider time)
    : IDisposable
{
    // A read costs as much as a copy of this many bytes. Without this, a client could evade the budget with one byte at a time.
    private const int LeastBytes = 256;

    // Messages of the WebSocket that the hub has not taken yet. More of them are not kept: empty ones could be saved up otherwise.
    private const int MostAhead = 256;

    // The bytes of a small message are charged with the next frame: once a message is enough.
    private const int MostUncharged = 4096;

    private readonly Lock _gate = new();
    private TokenBucket _frames;
    private TokenBucket _bytes;
    private long _overSince;
    private long _heldUntil;
    private long _messages;
    private long _taken;
    private int _uncharged;
    private volatile bool _isOver;
    private volatile bool _isExceeded;

    /// <summary>The next read has to wait, see <see cref="HoldAsync"/>.</summary>
    public bool IsOver => _isOver;

    /// <summary>The connection exceeded its rate for too long: it must be closed.</summary>
    public bool IsExceeded => _isExceeded;

    /// <summary>Is asked to look at the connection when it has exceeded its rate.</summary>
    public IWatched? Watched { get; set; }

    /// <summary>Until when the server does not read from it, as a timestamp: its silence until then is the server's doing.</summary>
    public long HeldUntil => Volatile.Read(ref _heldUntil);

    /// <summary>The transport has read bytes of the client, in which so many frames of the WebSocket begin.</summary>
    public void Read(int frames, int bytes)
    {
        _uncharged += Math.Max(bytes, LeastBytes);
        if (frames == 0 && _uncharged < MostUncharged)
            return;
        Charge(frames, _uncharged);
        _uncharged = 0;
    }

    /// <summary>A message of the WebSocket is complete. Its first frame of the hub is paid for by that.</summary>
    public void MessageEnds() => Volatile.Write(ref _messages, _messages + 1);

    /// <summary>SignalR has read frames of the hub. A frame that was alone in a message of the WebSocket is counted already.</summary>
    public void Taken(int frames)
    {
        var messages = Volatile.Read(ref _messages);
        _taken = Math.Max(_taken, messages - MostAhead) + frames;
        if (_taken <= messages)
            return;
        var more = (int)(_taken - messages);
        _taken = messages;
        Charge(more, 0);
    }

    /// <summary>SignalR has read frames from requests, which no stream counts.</summary>
    public void Received(int frames, long bytes) => Charge(frames, bytes);

    /// <summary>There is no more data from the client to read at the moment: it does not flood.</summary>
    public void RanDry()
    {
        if (Volatile.Read(ref _overSince) == 0)
            return;
        lock (_gate)
            _overSince = 0;
    }

    /// <summary>
    /// Waits until the user may make a request, and returns null. If the wait is too long to hold the request, returns its length at once.
    /// </summary>
    public async Task<TimeSpan?> AdmitAsync(int frames, CancellationToken cancellationToken)
    {
        var isAdmitted = user.TryCharge(frames, limits.RequestPatience, time.GetTimestamp(), out var ticks);
        if (ticks <= 0)
            return null;
        limits.Slowed(user, userId);
        var wait = time.GetElapsedTime(0, ticks);
        if (!isAdmitted)
            return wait;
        await Task.Delay(wait, time, cancellationToken);
        return null;
    }

    /// <summary>Ends when the next read may begin; never if the budget is exceeded.</summary>
    public Task HoldAsync(CancellationToken cancellationToken)
    {
        limits.Slowed(user, userId);
        _isOver = false;
        if (_isExceeded)
            return Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        var wait = time.GetElapsedTime(time.GetTimestamp(), HeldUntil);
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>The tokens that the connection used stay charged to the user until they are refilled.</summary>
    public void Dispose() => limits.Close(userId);

    private void Charge(int frames, long bytes)
    {
        var now = time.GetTimestamp();
        var users = user.Charge(frames, bytes, now);
        lock (_gate)
        {
            var own = Math.Max(_frames.Charge(limits.Frames, frames, now), _bytes.Charge(limits.Bytes, bytes, now));
            Judge(own, now);
            if (Math.Max(own, users) is > 0 and var wait)
            {
                Volatile.Write(ref _heldUntil, Math.Max(_heldUntil, now + wait));
                _isOver = true;
            }
        }
    }

    /// <summary>Only by its own rate: another connection of the user may use up the user's rate.</summary>
    private void Judge(long own, long now)
    {
        if (own > 0)
        {
            if (_overSince == 0)
                _overSince = now;
            if (own > limits.Patience || now - _overSince > limits.Patience)
                Exceed();
        }
        else if (_overSince != 0 && HasRecovered(now))
        {
            _overSince = 0;
        }
    }

    private void Exceed()
    {
        _isExceeded = true;
        Watched?.LookSoon();
    }

    /// <summary>A flood that is held back stays at the limit; below it by a part is one that has ended.</summary>
    private bool HasRecovered(long now) => _frames.HasPart(limits.Frames, now) && _bytes.HasPart(limits.Bytes, now);
}
