namespace SignalRChat.Services.Storage;

/// <summary>Event ids 3100 to 3199.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(3100, LogLevel.Information, "Using the SQLite database {File}.")]
    public static partial void Opened(ILogger logger, string file);

    [LoggerMessage(3101, LogLevel.Information, "The database schema is up to date; ran {Count} migrations.")]
    public static partial void Migrated(ILogger logger, int count);

    [LoggerMessage(3102, LogLevel.Error, "The database does not accept changes ({Reason}); senders are asked to retry.")]
    public static partial void Unavailable(ILogger logger, string reason, Exception error);

    [LoggerMessage(3103, LogLevel.Information, "The database accepts changes again.")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(3104, LogLevel.Information, "The private room {Room} has its {Count} configured members.")]
    public static partial void Provisioned(ILogger logger, string room, int count);

    // Never the connection string: it holds the password.
    [LoggerMessage(3105, LogLevel.Information, "Using the database {Database} at {Server} (PostgreSQL {Version}).")]
    public static partial void Connected(ILogger logger, string database, string server, string version);

    [LoggerMessage(3106, LogLevel.Warning, "The database at {Server} is not ready ({Reason}); waiting up to {Wait}.")]
    public static partial void Waiting(ILogger logger, string server, string reason, TimeSpan wait);

    [LoggerMessage(3116, LogLevel.Warning, "The database at {Server} is not ready ({Reason}); waiting for it.")]
    public static partial void WaitingWithoutEnd(ILogger logger, string server, string reason);

    [LoggerMessage(3107, LogLevel.Warning, "Terminated {Count} database sessions that held room locks for an unresponsive node.")]
    public static partial void EndedStuck(ILogger logger, long count);

    [LoggerMessage(3115, LogLevel.Warning,
        "Could not terminate database sessions that hold room locks ({Reason}); retrying at the next lock timeout.")]
    public static partial void StuckNotEnded(ILogger logger, string reason, Exception error);

    [LoggerMessage(3108, LogLevel.Warning, "{Count} database calls waited on dead connections; retrying them on new connections.")]
    public static partial void DeadConnectionsFound(ILogger logger, int count);

    [LoggerMessage(3109, LogLevel.Information, "Another node is migrating the database; waiting up to {Wait}.")]
    public static partial void WaitingForMigration(ILogger logger, TimeSpan wait);

    [LoggerMessage(3112, LogLevel.Information, "Running migration {Script}.")]
    public static partial void Migrating(ILogger logger, string script);

    [LoggerMessage(3113, LogLevel.Warning,
        "Did not create Chat:PrivateRooms:{Room}, because users made a room of this name, or it is public: configure another name for the "
        + "private room.")]
    public static partial void NameTaken(ILogger logger, string room);

    [LoggerMessage(3114, LogLevel.Warning,
        "Migration {Script} waits for a table in use, for example by a dump; retrying every {Pause}. Posts of other nodes wait up to 2 s "
        + "each time. Find the session in pg_stat_activity.")]
    public static partial void TableInUse(ILogger logger, string script, TimeSpan pause);

    [LoggerMessage(3110, LogLevel.Error, "Could not check the database calls that wait for long; retrying.")]
    public static partial void DeadConnectionDetectorFailed(ILogger logger, Exception error);

    [LoggerMessage(3111, LogLevel.Warning,
        "The database is on another timeline after a failover or a restore, and may lack its newest commits. Started epoch {Epoch}; "
        + "every client starts over.")]
    public static partial void BeganEpoch(ILogger logger, string epoch);
}
