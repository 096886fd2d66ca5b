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
