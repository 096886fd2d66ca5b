using System.Diagnostics;

namespace SignalRChat.Faults.Cluster;

/// <summary>
/// A network namespace for the run and all its processes. Packets can be dropped in it without affecting other processes, and
/// its mounts end with it. Needs root, <c>unshare</c>, <c>ip</c> and <c>nft</c>. Without them a proxy imitates the kernel.
/// </summary>
internal static class OwnNetwork
{
    private const string Mark = "FAULTS_OWN_NETWORK";

    public static bool IsThere { get; } = Environment.GetEnvironmentVariable(Mark) == "1";

    /// <summary>
    /// Runs this program again in a separate network. Returns its exit code, or null if no such network is possible or this
    /// process already runs in it.
    /// </summary>
    public static async Task<int?> TryRunAsync(string[] arguments)
    {
        if (IsThere)
            return null;
        if (!Tool.TryRun("unshare", "--net", "--mount", "--", "sh", "-c", "ip link set lo up && nft list tables"))
        {
            Console.WriteLine("No network namespace is to be had here (it takes root, ip and nft): a proxy plays the loss of packets.");
            return null;
        }
        string[] line =
        [
            "--net", "--mount", "--", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh",
            Environment.ProcessPath!, .. Program(), .. arguments,
        ];
        using var inside = Process.Start(new ProcessStartInfo("unshare", line) { Environment = { [Mark] = "1" } })!;
        using var guard = new ProcessGuard(inside.Id);
        await inside.WaitForExitAsync();
        return inside.ExitCode;
    }

    /// <summary>If <c>dotnet</c> runs the program, its arguments must name the program.</summary>
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(OwnNetwork).Assembly.Location] : [];
}
