using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// Takes a backup while clients send, and restores it when the fault ends, as docs/operations.md describes. All nodes stop, the
/// database is restored with a new epoch, and the nodes start again. Everything committed since the backup is lost.
/// </summary>
internal sealed class DatabaseRestored(TestCluster cluster, HistoryBook book) : IFault, IDisposable
{
    private readonly IDatabaseBackup _backup = cluster.NewBackup();

    public string Target => "the database, to what it was at this moment";

    public Task BeginAsync()
    {
        book.Write("", new BackupBegan());
        return _backup.TakeAsync();
    }

    public async Task EndAsync()
    {
        await Task.WhenAll(cluster.Nodes.Select(node => node.LeaveAsync()));
        await _backup.PutBackAsync();
        var truth = await cluster.ReadTruthAsync();
        book.Write("", new Restored(truth.Rooms.ToDictionary(room => room.Name, room => room.Head)));
        await Task.WhenAll(cluster.Nodes.Select(node => node.ReturnAsync()));
    }

    public void Dispose() => _backup.Dispose();
}
