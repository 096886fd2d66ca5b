namespace SignalRChat.Testing;

/// <summary>
/// Settings for tests without rate limits: many connections of one user, all from one address. A test of a limit sets it
/// itself.
/// </summary>
internal static class TestPace
{
    private const string Most = "1000000";

    public static readonly Dictionary<string, string> Settings = new()
    {
        ["Authentication:Guests:TokenBurst"] = Most,
        ["Chat:RateLimits:MessageBurst"] = Most,
        ["Chat:RateLimits:RoomBurst"] = Most,
        ["Chat:RateLimits:ReadBurst"] = Most,
        ["Chat:RateLimits:TypingBurst"] = Most,
        ["Chat:RateLimits:FrameBurst"] = Most,
        ["Chat:RateLimits:ByteBurst"] = "1000000000",
        ["Chat:Limits:ConnectionsPerUser"] = "1000",
    };
}
