using System.Globalization;

namespace SignalRChat.Bench.Servers;

/// <summary>
/// Counters of the runtime, which the chat server and the bare hub publish at <c>/metrics</c>. Reading them costs the server
/// some hundred kilobytes.
/// </summary>
/// <param name="AllocatedBytes">The bytes allocated on the managed heap so far.</param>
/// <param name="CompilingSeconds">The time that all threads have spent in the compiler so far.</param>
internal sealed record RuntimeCounters(double AllocatedBytes, double CompilingSeconds)
{
    public const string Path = "/metrics";
    public const string AllocatedMetric = "dotnet_gc_heap_total_allocated_bytes_total";
    public const string CompilingMetric = "dotnet_jit_compilation_time_seconds_total";

    private static readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public static RuntimeCounters operator +(RuntimeCounters one, RuntimeCounters other) =>
        new(one.AllocatedBytes + other.AllocatedBytes, one.CompilingSeconds + other.CompilingSeconds);

    /// <summary>The growth since an earlier reading; null if either is unknown.</summary>
    public static RuntimeCounters? Growth(RuntimeCounters? before, RuntimeCounters? after) => before is null || after is null
        ? null
        : new(after.AllocatedBytes - before.AllocatedBytes, after.CompilingSeconds - before.CompilingSeconds);

    /// <summary>Null if the server does not publish them.</summary>
    public static async Task<RuntimeCounters?> ReadAsync(Uri server, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(server, Path), cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return null;

        var lines = (await answer.Content.ReadAsStringAsync(cancellationToken)).Split('\n');
        return Value(lines, AllocatedMetric) is { } allocated && Value(lines, CompilingMetric) is { } compiling
            ? new(allocated, compiling)
            : null;
    }

    private static double? Value(string[] lines, string metric) =>
        lines.FirstOrDefault(line => line.StartsWith(metric, StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)
            : null;
}
