namespace SignalRChat.Faults.Cluster;

/// <summary>The processes that a trial starts: one node with SQLite, or several nodes with PostgreSQL and Redis.</summary>
internal sealed record ClusterShape(int Nodes)
{
    public bool IsShared => Nodes > 1;

    /// <summary>The deliberate defect in this build, or null.</summary>
    public string? Mutant { get; init; }

    /// <summary>Rooms that only these users may join.</summary>
    public IReadOnlyDictionary<string, string[]> PrivateRooms { get; init; } = new Dictionary<string, string[]>();

    /// <summary>
    /// Shorter time-outs than the server's defaults, so that a run of minutes sees each of them many times. With the defaults,
    /// users see the effects for proportionally longer (docs/failure-modes.md).
    /// </summary>
    public Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["Chat:Liveness:KeepAliveInterval"] = "00:00:02",
            ["Chat:Liveness:ClientTimeout"] = "00:00:06",
            ["Chat:Liveness:StallTimeout"] = "00:00:06",
            ["Chat:Drain:ReadinessDelay"] = "00:00:00",
            ["Chat:Drain:Window"] = "00:00:02",
            ["Proxies:KnownProxies"] = "127.0.0.1",
            // The runs flood rooms on purpose.
            ["Chat:RateLimits:Messages:PerSecond"] = "100000",
            ["Chat:RateLimits:Frames:PerSecond"] = "100000",
            ["Chat:RateLimits:Bytes:PerSecond"] = "100000000",
        };
        foreach (var (room, users) in PrivateRooms)
        {
            for (var index = 0; index < users.Length; index++)
                settings[$"Chat:PrivateRooms:{room}:{index}"] = users[index];
        }
        return settings;
    }
}
