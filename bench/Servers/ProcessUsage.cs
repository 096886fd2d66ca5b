using System.Diagnostics;
using System.Globalization;

namespace SignalRChat.Bench.Servers;

/// <summary>
/// The usage of one process so far, as the kernel reports it, or of several together. The process id is that of the first.
/// </summary>
internal sealed class ProcessUsage(params int[] processIds)
{
    public int ProcessId => processIds[0];

    /// <summary>User and system time of all its threads (<c>utime + stime</c> of <c>/proc/PID/stat</c>).</summary>
    public TimeSpan Cpu()
    {
        var total = TimeSpan.Zero;
        foreach (var processId in processIds)
        {
            using var process = Process.GetProcessById(processId);
            total += process.TotalProcessorTime;
        }

        return total;
    }

    /// <summary>
    /// Resident memory. <c>smaps_rollup</c> counts pages; the figure in <c>stat</c> lags by some pages for each thread.
    /// </summary>
    public long ResidentBytes() => processIds.Sum(ResidentBytes);

    private static long ResidentBytes(int processId)
    {
        var rollup = $"/proc/{processId}/smaps_rollup";
        if (File.Exists(rollup)
            && File.ReadLines(rollup).FirstOrDefault(line => line.StartsWith("Rss:", StringComparison.Ordinal)) is { } rss)
        {
            var kilobytes = rss["Rss:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
            return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
        }

        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }
}
