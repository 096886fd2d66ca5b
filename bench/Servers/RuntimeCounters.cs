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

    private const string HeapMetric = "dotnet_gc_last_collection_heap_size_bytes";
    private const string FragmentedMetric = "dotnet_gc_last_collection_heap_fragmentation_size_bytes";

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
        var lines = await LinesAsync(server, cancellationToken);
        return Value(lines, AllocatedMetric) is { } allocated && Value(lines, CompilingMetric) is { } compiling
            ? new(allocated, compiling)
            : null;
    }

    /// <summary>
    /// The bytes of the objects on the managed heap as of its latest collection, without the gaps between them. Resident memory also
    /// has what the runtime keeps for later, some 25 MB more or less from run to run.
    /// </summary>
    public static async Task<double> HeapBytesAsync(Uri server, CancellationToken cancellationToken)
    {
        var lines = await LinesAsync(server, cancellationToken);
        return Sum(HeapMetric) - Sum(FragmentedMetric);

        double Sum(string metric) => lines
            .Where(line => line.StartsWith(metric, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The lines of the server's metrics; none if it does not publish any.</summary>
    public static async Task<string[]> LinesAsync(Uri server, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(server, Path), cancellationToken);
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadAsStringAsync(cancellationToken)).Split('\n') : [];
    }

    private static double? Value(string[] lines, string metric) =>
        lines.FirstOrDefault(line => line.StartsWith(metric, StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)
            : null;
}
