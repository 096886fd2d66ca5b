namespace SignalRChat.Services.Storage;

/// <summary>Event ids 3100 to 3199.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(3100, LogLevel.Information, "Messages are kept in {File}")]
    public static partial void Opened(ILogger logger, string file);

    [LoggerMessage(3101, LogLevel.Information, "The schema of the database is up to date; {Count} migrations were run")]
    public static partial void Migrated(ILogger logger, int count);

    [LoggerMessage(3102, LogLevel.Error, "The database takes no changes ({Reason}); senders are asked to retry")]
    public static partial void Unavailable(ILogger logger, string reason, Exception error);

    [LoggerMessage(3103, LogLevel.Information, "The database takes changes again")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(3104, LogLevel.Information, "The private room {Room} has the {Count} members of the configuration")]
    public static partial void Provisioned(ILogger logger, string room, int count);

    // Never the connection string: it holds the password.
    [LoggerMessage(3105, LogLevel.Information, "Messages are kept in the database {Database} at {Server} (PostgreSQL {Version})")]
    public static partial void Connected(ILogger logger, string database, string server, string version);

    [LoggerMessage(3106, LogLevel.Warning, "The database at {Server} cannot be used yet ({Reason}); waiting for it up to {Wait}")]
    public static partial void Waiting(ILogger logger, string server, string reason, TimeSpan wait);

    [LoggerMessage(3107, LogLevel.Warning, "{Count} sessions held rooms locked for a client that does not answer; they were ended")]
    public static partial void EndedStuck(ILogger logger, long count);

    [LoggerMessage(3115, LogLevel.Warning,
        "Could not terminate database sessions that hold room locks ({Reason}); retrying at the next lock timeout")]
    public static partial void StuckNotEnded(ILogger logger, string reason, Exception error);

    [LoggerMessage(3108, LogLevel.Warning, "{Count} calls to the database waited on connections that lead nowhere; they are made again on others")]
    public static partial void LinkLost(ILogger logger, int count);

    [LoggerMessage(3109, LogLevel.Information, "Another node brings the tables up to date; waiting for it up to {Wait}")]
    public static partial void WaitingForMigration(ILogger logger, TimeSpan wait);

    [LoggerMessage(3112, LogLevel.Information, "Running the migration {Script}")]
    public static partial void Migrating(ILogger logger, string script);

    [LoggerMessage(3113, LogLevel.Warning, "Chat:PrivateRooms:{Room} was not made: users have a public room of this name. It stays public, without the configured members; configure another name")]
    public static partial void NameTaken(ILogger logger, string room);

    [LoggerMessage(3114, LogLevel.Warning,
        "The migration {Script} waits for a table that is in use, such as by a dump. It is tried again every {Pause}; posts of other nodes wait up to 2 s each time. pg_stat_activity names the session")]
    public static partial void TableInUse(ILogger logger, string script, TimeSpan pause);

    [LoggerMessage(3110, LogLevel.Error, "The database could not be asked about calls that wait for long; it is asked again")]
    public static partial void DeadConnectionDetectorFailed(ILogger logger, Exception error);

    [LoggerMessage(3111, LogLevel.Warning, "The database is on another timeline after a failover or a restore, and may lack its newest commits. Began epoch {Epoch}: every client starts over.")]
    public static partial void BeganEpoch(ILogger logger, string epoch);
}
