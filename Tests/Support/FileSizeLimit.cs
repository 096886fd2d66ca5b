using System.Globalization;

namespace SignalRChat.Tests.Support;

/// <summary>
/// How large a running process may make a file: what stands in for a full disk. The soft limit only: it can be raised again
/// without being root.
/// </summary>
internal static class FileSizeLimit
{
    /// <summary>None: as large as it likes. False when there is no such process, or the system cannot do it.</summary>
    public static bool TrySet(string process, long? bytes) =>
        Tool.TryRun("prlimit", $"--pid={process}", $"--fsize={bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}:");
}
