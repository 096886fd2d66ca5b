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

/// <summary>
/// The database's disk is full. If a table cannot grow, PostgreSQL rejects the statement. If its log cannot grow, PostgreSQL
/// stops, and the operator must start it again when there is space. Without a mounted disk, the fault sets the system's limit
/// on file size, which always gives the second case.
/// </summary>
internal sealed class PostgresDiskFull(PostgresServer postgres, DatabaseDisk? disk) : IFault
{
    private const int Nothing = 1;

    public string Target => "the disk of postgres";

    public string? Instead => disk is null ? "played by a limit on the size of files" : null;

    public Task BeginAsync() => Task.Run(() =>
    {
        if (disk is null)
            postgres.LimitFiles(Nothing);
        else
            disk.Fill();
    });

    public Task EndAsync()
    {
        if (disk is null)
            postgres.LimitFiles(null);
        else
            disk.Free();
        return postgres.RecoverAsync();
    }
}
