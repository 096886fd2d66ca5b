using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// One SQLite file: one connection that writes, which one batch at a time uses, and a few that read, each of which sees the last
/// commit. The one that writes is opened when it is needed and discarded after any error, so that nothing of a failed batch remains
/// in it and the node recovers once the cause is gone. A third kind of connection moves pages out of the log.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How long a statement waits for a lock that another process holds; then the call is refused as unavailable.</summary>
    private const int BusyTimeoutMs = 2_000;

    /// <summary>The log file keeps its length up to here: to write over blocks costs a sync less than to add blocks.</summary>
    private const long WalBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The pages that the writer keeps in memory, in KB. Each room has a page of the index that its posts go to; SQLite's default
    /// of 2 MB is too few for 500 rooms.
    /// </summary>
    private const int WriterCacheKb = 32 * 1024;

    /// <summary>Pages in the log after which a commit moves them after all, if <see cref="SqliteCheckpointer"/> does not.</summary>
    private const int MovedByWriterAt = 16_000;

    /// <summary>The pages of 4 KB that the log may grow by before they are moved.</summary>
    private const int MovedAfter = 2_000;

    /// <summary>How long the writer stops for readers of an older state, so that the log can begin again.</summary>
    private const int RestartWaitMs = 20;

    private static readonly SqliteStatement _beginWriting = new("BEGIN IMMEDIATE");
    private static readonly SqliteStatement _beginReading = new("BEGIN");

    private readonly SemaphoreSlim _turn = new(1);
    private readonly StorageOutage _outage;
    private readonly SqliteReaders _readers;
    private readonly Lock _moving = new();
    private readonly string _pragmas;
    private readonly int _busyTimeoutMs;
    private SqliteSession? _writer;
    private SqliteSession? _mover;
    private bool _disposed;
    private volatile bool _hasGrown;
    private int _grown;

    public SqliteDatabase(string file, ILogger logger, int busyTimeoutMs = BusyTimeoutMs)
    {
        // Only WAL with FULL syncs at every commit: NORMAL can lose acknowledged messages when the machine stops.
        // secure_delete, because a deleted message must not be readable in the file.
        var patience = $"PRAGMA busy_timeout={busyTimeoutMs};";
        var safety = $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA journal_size_limit={WalBytes};"
            + $"PRAGMA wal_autocheckpoint={MovedByWriterAt}; PRAGMA cache_size=-{WriterCacheKb};";
        ConnectionString = Connect(file, SqliteOpenMode.ReadWriteCreate);
        _pragmas = patience + safety;
        _busyTimeoutMs = busyTimeoutMs;
        _outage = new(logger);
        _readers = new(() => new(Connect(file, SqliteOpenMode.ReadOnly), patience), Math.Max(2, Environment.ProcessorCount));
    }

    public string ConnectionString { get; }

    /// <summary>
    /// Called by one at a time: with false at the first commit after <see cref="MoveLog"/>, and with true each time the log has
    /// grown by <see cref="MovedAfter"/>.
    /// </summary>
    public Action<bool>? LogGrew { get; set; }

    /// <summary>Runs work that changes, alone and in a transaction that is on disk when this returns.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) => WriteCachedAsync(
        session =>
        {
            session.Rooms.Clear();
            return work(session);
        },
        cancellationToken);

    /// <summary>The same for work that uses the connection's <see cref="RoomCache"/> and keeps it equal to the rows.</summary>
    public Task<T> WriteCachedAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) => WithWriterAsync(
        writer =>
        {
            var result = writer.InTransaction(_beginWriting, work);
            _outage.Over();
            CountLog(writer.TakePagesWritten());
            return result;
        },
        cancellationToken);

    /// <summary>
    /// Moves the committed pages of the log into the database file, beside the writer. Readers of an older state keep some of them
    /// back. Returns the length of the log in pages.
    /// </summary>
    public int MoveLog()
    {
        lock (_moving)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _hasGrown = false;
            try
            {
                return (_mover ??= new(ConnectionString, _pragmas)).Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE) ?? 0;
            }
            catch (SqliteException error) when (SqliteErrors.IsUnavailable(error))
            {
                Close(ref _mover);
                throw SqliteErrors.Unavailable(error);
            }
        }
    }

    /// <summary>
    /// Moves the rest while the writer stops, so that the next commit begins the log again; false if readers of an older state
    /// prevented it. The writer's own connection does it: after another's, it would read all its pages again.
    /// </summary>
    public Task<bool> TryRestartLogAsync(CancellationToken cancellationToken) => WithWriterAsync(
        writer =>
        {
            writer.WaitAtMost(RestartWaitMs);
            var isDone = writer.Checkpoint(raw.SQLITE_CHECKPOINT_RESTART) is not null;
            writer.WaitAtMost(_busyTimeoutMs);
            return isDone;
        },
        cancellationToken);

    /// <summary>Runs work that reads, in one snapshot.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        _readers.RunAsync(session => session.InTransaction(_beginReading, work), cancellationToken);

    /// <summary>Refuses a schema that is newer than this version.</summary>
    public Task CheckSchemaAsync(CancellationToken cancellationToken) => AtStartAsync(
        () =>
        {
            SqliteMigrations.Check(ConnectionString);
            return 0;
        },
        cancellationToken);

    /// <summary>Brings the schema up to date before anything else reads or writes.</summary>
    public Task<int> MigrateAsync(CancellationToken cancellationToken) =>
        AtStartAsync(() => SqliteMigrations.Run(ConnectionString), cancellationToken);

    public void Dispose()
    {
        _readers.Dispose();
        _turn.Wait();
        _disposed = true;
        lock (_moving)
            Close(ref _mover);
        Close(ref _writer);
        _turn.Release();
    }

    private async Task<T> WithWriterAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return work(_writer ??= new(ConnectionString, _pragmas));
        }
        catch (SqliteException error) when (SqliteErrors.IsUnavailable(error))
        {
            Close(ref _writer);
            _outage.Failed($"SQLite error {error.SqliteExtendedErrorCode}", error);
            throw SqliteErrors.Unavailable(error);
        }
        catch
        {
            Close(ref _writer);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    // Counts from the request and not from the move, so that commits while pages are moved do not request another.
    private void CountLog(int pages)
    {
        _grown += pages;
        var isLong = _grown >= MovedAfter;
        if (LogGrew is not { } grew || (_hasGrown && !isLong))
            return;
        _hasGrown = true;
        if (isLong)
            _grown = 0;
        grew(isLong);
    }

    private static void Close(ref SqliteSession? session)
    {
        session?.Dispose();
        session = null;
    }

    // SQLite cannot be cancelled, and the node must be able to stop meanwhile: unfinished work is rolled back when the file is
    // opened again.
    private static async Task<T> AtStartAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (SqliteException error) when (SqliteErrors.IsUnavailable(error))
        {
            throw SqliteErrors.Unavailable(error);
        }
    }

    // No pooling by the provider: its pool would keep a connection open that is closed here in order to recover.
    private static string Connect(string file, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = mode,
        Pooling = false,
        ForeignKeys = true,
        DefaultTimeout = 1,
    }.ToString();
}
