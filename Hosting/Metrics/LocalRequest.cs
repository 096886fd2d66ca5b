using System.Net;

namespace SignalRChat.Hosting.Metrics;

/// <summary>
/// Whether a request was made on this machine to this machine. A request that a local proxy forwards is from here too, but names
/// another host, or carries the address of its client.
/// </summary>
internal static class LocalRequest
{
    public static bool Is(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && IsThisMachine(context.Request.Host.Host)
        && DirectRequest.Is(context);

    // A page of the web can have its own name lead to 127.0.0.1, and a browser here would ask under that name.
    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
