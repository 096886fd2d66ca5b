namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The database would answer a commit that it can still lose; the message says by which setting. Or it takes none.</summary>
internal sealed class UnsafeDatabaseException(string message) : Exception(message)
{
    /// <summary>It takes no changes, which may pass: a standby may be promoted, or the address may lead to the primary soon.</summary>
    public bool MayPass { get; init; }
}
