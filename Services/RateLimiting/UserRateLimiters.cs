namespace SignalRChat.Services.RateLimiting;

/// <summary>
/// The allowances of the users of this node. One outlives its user's last connection until it is full again: otherwise a new
/// connection would be a new allowance.
/// </summary>
internal sealed class UserRateLimiters(RateLimits rates, TimeProvider time)
{
    private readonly Dictionary<string, Entry> _byUser = new(StringComparer.Ordinal);
    private readonly Queue<(string UserId, long FullAt)> _left = new();
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
                return _byUser.Count;
        }
    }

    /// <summary>The user has one connection or request more.</summary>
    public UserRateLimiter Open(string userId)
    {
        lock (_gate)
        {
            ForgetFull();
            if (!_byUser.TryGetValue(userId, out var entry))
                _byUser.Add(userId, entry = new Entry(new UserRateLimiter(rates, time)));
            entry.Connections++;
            return entry.Limiter;
        }
    }

    /// <summary>The user has one connection or request less.</summary>
    public void Close(string userId)
    {
        lock (_gate)
        {
            if (_byUser.TryGetValue(userId, out var entry) && --entry.Connections == 0)
                Enqueue(userId, entry);
            ForgetFull();
        }
    }

    // Checked when a user connects or disconnects, so what is kept is bounded by how fast users connect; there is no timer for
    // it.
    private void ForgetFull()
    {
        var now = time.GetTimestamp();
        while (_left.TryPeek(out var first) && first.FullAt <= now)
        {
            _left.Dequeue();
            var entry = _byUser[first.UserId];
            entry.IsQueued = false;
            if (entry.Connections > 0)
                continue;
            if (entry.Limiter.FullAt <= now)
                _byUser.Remove(first.UserId);
            else
                Enqueue(first.UserId, entry);
        }
    }

    // Once, however often the user connects and disconnects meanwhile.
    private void Enqueue(string userId, Entry entry)
    {
        if (entry.IsQueued)
            return;
        entry.IsQueued = true;
        _left.Enqueue((userId, entry.Limiter.FullAt));
    }

    private sealed class Entry(UserRateLimiter limiter)
    {
        public UserRateLimiter Limiter { get; } = limiter;

        public int Connections { get; set; }

        public bool IsQueued { get; set; }
    }
}
