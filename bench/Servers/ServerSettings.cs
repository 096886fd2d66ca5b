namespace SignalRChat.Bench.Servers;

/// <summary>What servers are started with. Both kinds log so little that the log is not what is measured.</summary>
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
        ["Chat__RateLimits__MessagesPerSecond"] = AsFastAsItCan,
        ["Chat__RateLimits__MessageBurst"] = AsFastAsItCan,
        ["Chat__RateLimits__RoomBurst"] = AsFastAsItCan,
        ["Chat__RateLimits__ReadBurst"] = AsFastAsItCan,
        ["Chat__RateLimits__FramesPerSecond"] = AsFastAsItCan,
        ["Chat__RateLimits__FrameBurst"] = AsFastAsItCan,
        ["Chat__RateLimits__BytesPerSecond"] = AnyBytes,
        ["Chat__RateLimits__ByteBurst"] = AnyBytes,
        // That each node has a guests' key of its own, which here only its own guests show.
        ["Logging__LogLevel__SignalRChat.Auth.Guests"] = "Error",
        // The page's files lie beside the source and not beside a build; nobody asks for them here.
        ["Logging__LogLevel__Microsoft.AspNetCore.StaticFiles"] = "Error",
    };
}
