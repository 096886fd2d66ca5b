namespace SignalRChat.Testing;

/// <summary>
/// Settings for tests without rate limits: many connections of one user, all from one address. A stopped node does not wait for
/// a load balancer, which with PostgreSQL takes 3 s. A test of a limit or of the drain sets it itself.
/// </summary>
internal static class TestPace
{
    private const string Most = "1000000";

    public static readonly Dictionary<string, string> Settings = new()
    {
        ["Authentication:Guests:Tokens:Burst"] = Most,
        ["Chat:RateLimits:Messages:Burst"] = Most,
        ["Chat:RateLimits:Rooms:Burst"] = Most,
        ["Chat:RateLimits:Reads:Burst"] = Most,
        ["Chat:RateLimits:Typing:Burst"] = Most,
        ["Chat:RateLimits:Frames:Burst"] = Most,
        ["Chat:RateLimits:Bytes:Burst"] = "1000000000",
        ["Chat:Limits:ConnectionsPerUser"] = "1000",
        ["Chat:Drain:ReadinessDelay"] = "00:00:00",
        // For tests outside Development, where the default is Claim.
        ["Chat:Rooms:Create"] = "Anyone",
    };
}
