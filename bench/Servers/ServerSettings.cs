namespace SignalRChat.Bench.Servers;

/// <summary>The settings of the servers. Both kinds log so little that logging does not affect the result.</summary>
internal static class ServerSettings
{
    private const string AsFastAsItCan = "1000000";
    private const string AnyBytes = "1000000000";

    public static Dictionary<string, string> Common => new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        // Its lines show that the server serves.
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
    };

    public static Dictionary<string, string> Full => new(Common)
    {
        ["Authentication:Guests:Enabled"] = "true",
        ["Authentication:Guests:Tokens:Burst"] = AsFastAsItCan,
        ["Chat:Rooms:Create"] = "Anyone",
        ["Chat:Limits:RoomsMadePerUser"] = "1000000",
        // Fewer than the open files that a system commonly permits, which the start would warn of.
        ["Chat:Limits:ConnectionsPerNode"] = "12000",
        // All clients have the address of the generator.
        ["Chat:Sockets:Handshakes"] = "100000",
        ["Chat:RateLimits:Messages:PerSecond"] = AsFastAsItCan,
        ["Chat:RateLimits:Messages:Burst"] = AsFastAsItCan,
        ["Chat:RateLimits:Rooms:Burst"] = AsFastAsItCan,
        ["Chat:RateLimits:Reads:Burst"] = AsFastAsItCan,
        ["Chat:RateLimits:Frames:PerSecond"] = AsFastAsItCan,
        ["Chat:RateLimits:Frames:Burst"] = AsFastAsItCan,
        ["Chat:RateLimits:Bytes:PerSecond"] = AnyBytes,
        ["Chat:RateLimits:Bytes:Burst"] = AnyBytes,
        // The warning that each node has a separate key for guests. Here a node's guests use only that node.
        ["Logging:LogLevel:SignalRChat.Auth.Guests"] = "Error",
        // The page's files are beside the source and not beside a build. No client requests them here.
        ["Logging:LogLevel:Microsoft.AspNetCore.StaticFiles"] = "Error",
    };
}
