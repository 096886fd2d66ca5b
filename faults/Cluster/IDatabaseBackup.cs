namespace SignalRChat.Faults.Cluster;

/// <summary>A backup of the database, taken and put back as docs/operations.md tells an operator to.</summary>
internal interface IDatabaseBackup : IDisposable
{
    /// <summary>While the nodes go on.</summary>
    Task TakeAsync();

    /// <summary>While no node is up. The database gets a new epoch.</summary>
    Task PutBackAsync();
}
