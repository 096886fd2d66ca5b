using Microsoft.Data.Sqlite;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// One SQLite file: one connection that writes, which one batch at a time uses, and a few that read, each of which sees the last
/// commit. The one that writes is opened when it is needed and discarded after any error, so that nothing of a failed batch remains
/// in it and the node recovers once the cause is gone.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How long a statement waits for a lock that another process holds; then the call is refused as unavailable.</summary>
    private const int BusyTimeoutMs = 2_000;

    private const long WalBytes = 64 * 1024 * 1024;

    private static readonly SqliteStatement _beginWriting = new("BEGIN IMMEDIATE");
    private static readonly SqliteStatement _beginReading = new("BEGIN");

    private readonly SemaphoreSlim _turn = new(1);
    private readonly StorageOutage _outage;
    private readonly SqliteReaders _readers;
    private readonly string _pragmas;
    private SqliteSession? _writer;
    private bool _disposed;

    public SqliteDatabase(string file, ILogger logger, int busyTimeoutMs = BusyTimeoutMs)
    {
        // Only WAL with FULL syncs at every commit: NORMAL can lose acknowledged messages when the machine stops.
        // secure_delete, because a deleted message must not be readable in the file.
        var patience = $"PRAGMA busy_timeout={busyTimeoutMs};";
        var safety = $"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA journal_size_limit={WalBytes};";
        ConnectionString = Connect(file, SqliteOpenMode.ReadWriteCreate);
        _pragmas = patience + safety;
        _outage = new(logger);
        _readers = new(() => new(Connect(file, SqliteOpenMode.ReadOnly), patience), Math.Max(2, Environment.ProcessorCount));
    }

    public string ConnectionString { get; }

    /// <summary>Runs work that changes, alone and in a transaction that is on disk when this returns.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) => WriteCachedAsync(
        session =>
        {
            session.Rooms.Clear();
            return work(session);
        },
        cancellationToken);

    /// <summary>The same for work that uses the connection's <see cref="RoomCache"/> and keeps it equal to the rows.</summary>
    public async Task<T> WriteCachedAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var result = (_writer ??= new(ConnectionString, _pragmas)).InTransaction(_beginWriting, work);
            _outage.Over();
            return result;
        }
        catch (SqliteException error) when (SqliteErrors.IsUnavailable(error))
        {
            CloseWriter();
            _outage.Failed($"SQLite error {error.SqliteExtendedErrorCode}", error);
            throw SqliteErrors.Unavailable(error);
        }
        catch
        {
            CloseWriter();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

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
        CloseWriter();
        _turn.Release();
    }

    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
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
