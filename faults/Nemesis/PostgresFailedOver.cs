using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// An asynchronous failover while clients send. A standby is cut off and lags. When the fault ends, the primary is killed for
/// good and the standby is promoted. Everything committed since the cut is lost. The nodes keep running.
/// </summary>
internal sealed class PostgresFailedOver(TestCluster cluster, HistoryBook book) : IFault
{
    private PostgresServer? _standby;

    public string Target => "postgres, to a standby that lags from this moment";

    public async Task BeginAsync()
    {
        _standby = await cluster.Postgres!.StartStandbyAsync();
        // The standby must have everything that was acknowledged before this line.
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
