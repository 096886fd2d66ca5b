using System.Globalization;

namespace SignalRChat.Bench.Servers;

/// <summary>
/// The runtime's counter of allocated bytes, which the chat server and the bare hub publish at <c>/metrics</c>. Reading it
/// costs the server some hundred kilobytes.
/// </summary>
internal static class AllocatedBytes
{
    public const string Path = "/metrics";
    public const string Metric = "dotnet_gc_heap_total_allocated_bytes_total";

    private static readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Null if the server does not publish it.</summary>
    public static async Task<double?> ReadAsync(Uri server, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(server, Path), cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return null;

        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(Metric, StringComparison.Ordinal));
        return line is null ? null : double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
