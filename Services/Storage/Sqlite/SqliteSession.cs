using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>One open connection with its prepared statements; used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE.</summary>
    private const int PagesWritten = 9;

    private static readonly SqliteStatement _commit = new("COMMIT");
    private static readonly SqliteStatement _dataVersion = new("PRAGMA data_version");

    private readonly SqliteConnection _connection;
    private readonly Dictionary<SqliteStatement, SqliteCommand> _commands = [];
    private readonly Dictionary<SqliteStatement, SqlitePrepared> _prepared = [];

    public SqliteSession(string connectionString, string pragmas)
    {
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();
            RunText(pragmas);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>What the connection knows of rooms, if it is the one that writes.</summary>
    public RoomCache Rooms { get; } = new();

    /// <summary>Changes if another connection has committed since, and not with the commits of this one.</summary>
    public long DataVersion => Prepared(_dataVersion).First(row => row.GetInt64(0));

    /// <summary>Runs work in a separate transaction; on an exception it is rolled back.</summary>
    public T InTransaction<T>(SqliteStatement begin, Func<SqliteSession, T> work)
    {
        Prepared(begin).Run();
        try
        {
            var result = work(this);
            Prepared(_commit).Run();
            return result;
        }
        catch
        {
            // SQLite may have rolled back already, and then reports that; the first error is the one that counts.
            _ = raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
            throw;
        }
    }

    /// <summary>How many pages this connection has written to the log since the last call.</summary>
    public int TakePagesWritten()
    {
        _ = raw.sqlite3_db_status(_connection.Handle, PagesWritten, out var pages, out _, resetFlg: 1);
        return pages;
    }

    /// <summary>
    /// Moves the pages of the log that no reader of an older state keeps there. Returns the length of the log in pages; null if
    /// others prevented what the mode asks for.
    /// </summary>
    public int? Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", mode, out var pages, out _);
        if (code == raw.SQLITE_BUSY)
            return null;
        SqliteException.ThrowExceptionForRC(code, _connection.Handle);
        return pages;
    }

    /// <summary>Sets how long a statement waits for a lock of another connection.</summary>
    public void WaitAtMost(int milliseconds) => _ = raw.sqlite3_busy_timeout(_connection.Handle, milliseconds);

    /// <summary>The statement without a command of the provider around it.</summary>
    public SqlitePrepared Prepared(SqliteStatement statement)
    {
        if (!_prepared.TryGetValue(statement, out var prepared))
            _prepared.Add(statement, prepared = new(_connection.Handle!, statement.Text));
        return prepared;
    }

    /// <summary>Runs a statement and answers how many rows it changed.</summary>
    public int Run(SqliteStatement statement, params ReadOnlySpan<object?> values) => Bind(statement, values).ExecuteNonQuery();

    public SqliteDataReader Query(SqliteStatement statement, params ReadOnlySpan<object?> values) =>
        Bind(statement, values).ExecuteReader();

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public object? Find(SqliteStatement statement, params ReadOnlySpan<object?> values) => Bind(statement, values).ExecuteScalar();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        foreach (var prepared in _prepared.Values)
            prepared.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Bind(SqliteStatement statement, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(statement, out var command))
            _commands.Add(statement, command = Prepare(statement));
        for (var index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        return command;
    }

    private SqliteCommand Prepare(SqliteStatement statement)
    {
        var command = _connection.CreateCommand();
        command.CommandText = statement.Text;
        foreach (var name in statement.Parameters)
            command.Parameters.Add(new SqliteParameter(name, DBNull.Value));
        command.Prepare();
        return command;
    }

    /// <summary>
    /// Not through a command: its time-out counts in seconds and repeats a busy statement every 150 ms, on top of SQLite's own
    /// busy time-out.
    /// </summary>
    private void RunText(string text) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_connection.Handle, text), _connection.Handle);
}

/// <summary>
/// A prepared statement of one connection, for what each message needs. It runs without the objects and boxed values of the
/// provider's commands: for a post they cost as much as SQLite itself. Not for several threads.
/// </summary>
internal sealed class SqlitePrepared : IDisposable
{
    private const int UuidLength = 16;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private byte[] _utf8 = new byte[512];

    public SqlitePrepared(sqlite3 connection, string text)
    {
        _connection = connection;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(connection, text, raw.SQLITE_PREPARE_PERSISTENT, out _statement), connection);
    }

    /// <summary>Sets a parameter, by its place from 1. Each run sets all parameters.</summary>
    public SqlitePrepared Set(int place, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, place, value));
        return this;
    }

    /// <inheritdoc cref="Set(int, long)"/>
    public SqlitePrepared Set(int place, string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_utf8.Length < most)
            _utf8 = new byte[most];
        // SQLite copies it.
        Check(raw.sqlite3_bind_text(_statement, place, _utf8.AsSpan(0, Encoding.UTF8.GetBytes(value, _utf8))));
        return this;
    }

    /// <inheritdoc cref="Set(int, long)"/>
    public SqlitePrepared Set(int place, Guid? value)
    {
        Span<byte> key = stackalloc byte[UuidLength];
        if (value is not { } id)
            Check(raw.sqlite3_bind_null(_statement, place));
        else if (id.TryWriteBytes(key, bigEndian: true, out _))
            Check(raw.sqlite3_bind_blob(_statement, place, key));
        return this;
    }

    /// <summary>Runs a statement that returns no rows, and answers how many rows it changed.</summary>
    public int Run()
    {
        TryStep();
        var changed = raw.sqlite3_changes(_connection);
        Reset();
        return changed;
    }

    /// <summary>Runs a query, and answers its first row; default if there is none.</summary>
    public T? First<T>(Func<SqlitePrepared, T> read)
    {
        var row = TryStep() ? read(this) : default;
        Reset();
        return row;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long GetInt64(int column) => raw.sqlite3_column_int64(_statement, column);

    public string GetString(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public void Dispose() => _statement.Dispose();

    private bool TryStep()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is not raw.SQLITE_ROW and not raw.SQLITE_DONE)
            Fail(code);
        return code == raw.SQLITE_ROW;
    }

    // It returns the error of the step again.
    private void Reset() => _ = raw.sqlite3_reset(_statement);

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            Fail(code);
    }

    private void Fail(int code)
    {
        // The message of the connection belongs to its last call, so it is read before the reset.
        try
        {
            SqliteException.ThrowExceptionForRC(code, _connection);
        }
        finally
        {
            Reset();
        }
    }
}
