namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The database could lose a commit that it has answered; the message names the setting. Or it takes no commits.</summary>
internal sealed class UnsafeDatabaseException(string message) : Exception(message)
{
    /// <summary>It takes no changes, which may pass: a standby may be promoted, or the address may lead to the primary soon.</summary>
    public bool MayPass { get; init; }
}
