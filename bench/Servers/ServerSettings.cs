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
        ["Authentication:Guests:TokenBurst"] = AsFastAsItCan,
        ["Chat:Limits:RoomsMadePerUser"] = "1000000",
        ["Chat:RateLimits:MessagesPerSecond"] = AsFastAsItCan,
        ["Chat:RateLimits:MessageBurst"] = AsFastAsItCan,
        ["Chat:RateLimits:RoomBurst"] = AsFastAsItCan,
        ["Chat:RateLimits:ReadBurst"] = AsFastAsItCan,
        ["Chat:RateLimits:FramesPerSecond"] = AsFastAsItCan,
        ["Chat:RateLimits:FrameBurst"] = AsFastAsItCan,
        ["Chat:RateLimits:BytesPerSecond"] = AnyBytes,
        ["Chat:RateLimits:ByteBurst"] = AnyBytes,
        // The warning that each node has a separate key for guests. Here a node's guests use only that node.
        ["Logging:LogLevel:SignalRChat.Auth.Guests"] = "Error",
        // The page's files are beside the source and not beside a build. No client requests them here.
        ["Logging:LogLevel:Microsoft.AspNetCore.StaticFiles"] = "Error",
    };
}
