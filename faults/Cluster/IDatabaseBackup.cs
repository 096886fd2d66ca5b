namespace SignalRChat.Faults.Cluster;

/// <summary>Takes and restores a backup of the database, as docs/operations.md describes it for an operator.</summary>
internal interface IDatabaseBackup : IDisposable
{
    /// <summary>Takes the backup while the nodes run.</summary>
    Task TakeAsync();

    /// <summary>Restores the backup while no node runs. The database gets a new epoch.</summary>
    Task PutBackAsync();
}
