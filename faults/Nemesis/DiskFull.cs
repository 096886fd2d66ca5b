using SignalRChat.Faults.Cluster;
using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// Nothing more goes into the database's files: the system's limit on the size of a file, set on the running server. The soft limit only: it can be raised again
/// without being root.
/// </summary>
internal sealed class DiskFull(Node node) : IFault
{
    public string Target => $"the disk of node {node.Number}";

    public Task BeginAsync() => LimitAsync("1");

    public Task EndAsync() => LimitAsync("unlimited");

    private Task LimitAsync(string bytes) => Task.Run(() =>
    {
        if (!Tool.TryRun("prlimit", $"--pid={node.Process.Id}", $"--fsize={bytes}:"))
            throw new InvalidOperationException("This system cannot limit the size of files.");
    });
}
