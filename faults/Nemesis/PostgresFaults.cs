using SignalRChat.Faults.Cluster;
using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Nemesis;

/// <summary><c>kill -9</c> of the database, and its recovery.</summary>
internal sealed class PostgresKilled(PostgresServer postgres) : IFault
{
    public string Target => "postgres";

    public Task BeginAsync() => postgres.KillAsync();

    public Task EndAsync() => postgres.StartAsync();
}

/// <summary>
/// The database's disk is full. While it only wants more room for tables it refuses the statement; where there is none for the
/// log it stops itself, and somebody has to start it again when there is space. Where no disk can be mounted the system's limit
/// on the size of a file stands in, which is the second from the start.
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
