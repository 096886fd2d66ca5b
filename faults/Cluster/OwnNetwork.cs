using System.Diagnostics;
using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Cluster;

/// <summary>
/// A network namespace for the run and all it starts, in which packets can be thrown away without touching anybody else's, and
/// mounts that end with it. Needs root, <c>unshare</c>, <c>ip</c> and <c>nft</c>; without them a proxy plays what the kernel
/// would do.
/// </summary>
internal static class OwnNetwork
{
    private const string Mark = "FAULTS_OWN_NETWORK";

    public static bool IsThere { get; } = Environment.GetEnvironmentVariable(Mark) == "1";

    /// <summary>
    /// Runs this program again in a network of its own; answers how it ended, or none where there can be none or this is it.
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
        string[] line = ["--net", "--mount", "--", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh", Environment.ProcessPath!, .. Program(), .. arguments];
        using var inside = Process.Start(new ProcessStartInfo("unshare", line) { Environment = { [Mark] = "1" } })!;
        using var guard = new ProcessGuard(inside.Id);
        await inside.WaitForExitAsync();
        return inside.ExitCode;
    }

    /// <summary>Where it is run by <c>dotnet</c>, that has to be told which program.</summary>
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(OwnNetwork).Assembly.Location] : [];
}
