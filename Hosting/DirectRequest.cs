namespace SignalRChat.Hosting;

/// <summary>
/// Whether the peer made the request itself. A proxy that forwards a request adds one of these headers; health checks and
/// Prometheus send no such header. Check before the forwarded headers are applied: that removes them.
/// </summary>
internal static class DirectRequest
{
    private static readonly string[] _prefixes = ["X-Forwarded-", "X-Original-"];
    private static readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "Via", "X-Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP",
        "True-Client-IP", "CF-Connecting-IP", "X-Envoy-External-Address",
    };

    public static bool Is(HttpContext context) => !context.Request.Headers.Keys.Any(IsForwarding);

    private static bool IsForwarding(string header) =>
        _names.Contains(header) || _prefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
