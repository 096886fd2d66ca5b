namespace SignalRChat.Services.Storage;

/// <summary>
/// Logs once that the database takes no changes and once that it does again, and not for every batch that fails for the same reason.
/// </summary>
internal sealed class StorageOutage(ILogger logger)
{
    private int _lasts;

    public void Failed(string reason, Exception error)
    {
        if (Interlocked.Exchange(ref _lasts, 1) == 0)
            StorageLog.Unavailable(logger, reason, error);
    }

    public void Over()
    {
        if (Volatile.Read(ref _lasts) == 1 && Interlocked.Exchange(ref _lasts, 0) == 1)
            StorageLog.Recovered(logger);
    }
}
