using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>The database's files cannot grow: the fault sets the system's limit on file size on the running server.</summary>
internal sealed class DiskFull(Node node) : IFault
{
    public string Target => $"the disk of node {node.Number}";

    public Task BeginAsync() => LimitAsync(1);

    public Task EndAsync() => LimitAsync(null);

    private Task LimitAsync(long? bytes) => Task.Run(() =>
    {
        if (!FileSizeLimit.TrySet($"{node.Process.Id}", bytes))
            throw new InvalidOperationException("This system cannot limit the size of files.");
    });
}
