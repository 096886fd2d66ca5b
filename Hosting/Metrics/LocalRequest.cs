using System.Net;

namespace SignalRChat.Hosting.Metrics;

/// <summary>
/// Whether a request was made on this machine to this machine. One that a proxy on it hands on comes from here too, but names
/// another host, or says for whom it is.
/// </summary>
internal static class LocalRequest
{
    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && IsThisMachine(context.Request.Host.Host)
        && DirectRequest.Is(context);

    // A page of the web can have its own name lead to 127.0.0.1, and a browser here would ask under that name.
    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
