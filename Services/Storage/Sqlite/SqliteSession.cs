using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>One open connection with its prepared statements; used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
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
