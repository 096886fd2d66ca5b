using System.Globalization;

namespace SignalRChat.Testing;

/// <summary>
/// The limit on the size of a running process's files, which imitates a full disk. It sets only the soft limit, which a process
/// without root can raise again.
/// </summary>
internal static class FileSizeLimit
{
    /// <summary>
    /// Null means no limit. Returns false if there is no such process, or if the system cannot set the limit.
    /// </summary>
    public static bool TrySet(string process, long? bytes) =>
        Tool.TryRun("prlimit", $"--pid={process}", $"--fsize={bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}:");
}
