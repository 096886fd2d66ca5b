using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SignalRChat.Services.Storage.Sqlite;

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
