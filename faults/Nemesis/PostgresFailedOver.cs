using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.History;
using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// An asynchronous failover while people talk: a standby is cut off and lags; when the fault ends the primary is killed for good
/// and the standby is promoted. What was committed since the cut is gone. The nodes go on.
/// </summary>
internal sealed class PostgresFailedOver(TestCluster cluster, HistoryBook book) : IFault
{
    private PostgresServer? _standby;

    public string Target => "postgres, to a standby that lags from this moment";

    public async Task BeginAsync()
    {
        _standby = await cluster.Postgres!.StartStandbyAsync();
        // What is acknowledged before this line the standby must have.
        book.Write("", new BackupBegan());
        await _standby.CutOffAsync(cluster.Postgres);
    }

    public async Task EndAsync()
    {
        await cluster.Postgres!.KillAsync();
        await _standby!.PromoteAsync();
        var heads = await cluster.ReadHeadsAsync(_standby);
        book.Write("", new Restored(heads));
        cluster.FailOverTo(_standby);
    }
}
