using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// Moves committed pages from the log file (<c>chat.db-wal</c>) into the database file, beside the writer. By default SQLite does
/// it within a commit, which then waits for the sync of the database file.
/// </summary>
internal sealed class SqliteCheckpointer : OnDemandTimerService
{
    /// <summary>
    /// From this length of the log on, in pages, the writer begins it again from its start after the pages are moved. It stops the
    /// writer for a moment, so that the log is bounded under constant load as well.
    /// </summary>
    private const int RestartedAt = 8_000;

    /// <summary>After this time pages are moved, however few there are.</summary>
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(10);

    /// <summary>How soon it tries again after a reader of an older state held pages back.</summary>
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly SqliteDatabase _database;

    public SqliteCheckpointer(SqliteDatabase database, TimeProvider time, ILogger<SqliteCheckpointer> logger)
        : base(time, logger)
    {
        _database = database;
        _database.LogGrew = isLong => DueIn(isLong ? TimeSpan.Zero : _idle);
    }

    // On a thread of its own: the disk would block a thread of the pool.
    protected override async ValueTask RoundAsync(CancellationToken cancellationToken) => await Task.Factory.StartNew(
        Move, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Move()
    {
        try
        {
            if (_database.MoveLog() >= RestartedAt && !_database.TryRestartLogAsync(CancellationToken.None).GetAwaiter().GetResult())
                DueIn(_retry);
        }
        catch (StorageUnavailableException)
        {
            // The next commits find out and log it.
            DueIn(_idle);
        }
    }
}
