namespace SignalRChat.Bench.Servers;

/// <summary>The settings of the servers. Both kinds log so little that logging does not affect the result.</summary>
internal static class ServerSettings
{
    private const string AsFastAsItCan = "1000000";
    private const string AnyBytes = "1000000000";

    public static Dictionary<string, string> Common(Uri address) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = address.ToString(),
        ["Logging__LogLevel__Default"] = "Warning",
        ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
    };

    public static Dictionary<string, string> Full(string dataDirectory) => new()
    {
        ["Storage__DataDirectory"] = dataDirectory,
        ["Authentication__Guests__Enabled"] = "true",
        ["Authentication__Guests__TokenBurst"] = AsFastAsItCan,
        ["Chat__Limits__RoomsMadePerUser"] = "1000000",
        ["Chat__RateLimits__MessagesPerSecond"] = AsFastAsItCan,
        ["Chat__RateLimits__MessageBurst"] = AsFastAsItCan,
        ["Chat__RateLimits__RoomBurst"] = AsFastAsItCan,
        ["Chat__RateLimits__ReadBurst"] = AsFastAsItCan,
        ["Chat__RateLimits__FramesPerSecond"] = AsFastAsItCan,
        ["Chat__RateLimits__FrameBurst"] = AsFastAsItCan,
        ["Chat__RateLimits__BytesPerSecond"] = AnyBytes,
        ["Chat__RateLimits__ByteBurst"] = AnyBytes,
        // The warning that each node has a separate key for guests. Here a node's guests use only that node.
        ["Logging__LogLevel__SignalRChat.Auth.Guests"] = "Error",
        // The page's files are beside the source and not beside a build. No client requests them here.
        ["Logging__LogLevel__Microsoft.AspNetCore.StaticFiles"] = "Error",
    };
}
