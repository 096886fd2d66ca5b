using SignalRChat.Contracts;

namespace SignalRChat.Bench.Servers;

/// <summary>The address of the hub for a socket that skips negotiation.</summary>
internal static class HubAddress
{
    public static Uri Of(Uri server, string? accessToken = null) => new UriBuilder(new Uri(server, ChatPaths.Hub))
    {
        Scheme = server.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Query = accessToken is null ? "" : $"access_token={Uri.EscapeDataString(accessToken)}",
    }.Uri;
}
