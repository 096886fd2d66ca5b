using System.Reflection;
using Microsoft.Data.Sqlite;
using SignalRChat.Services.Storage.Sqlite;
using SQLitePCL;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>The statements of some work on the connection that writes, as SQLite reports them.</summary>
internal static class SqliteTrace
{
    private const int KeptLength = 30;

    private static readonly FieldInfo _connection =
        typeof(SqliteSession).GetField("_connection", BindingFlags.NonPublic | BindingFlags.Instance)!;

    public static async Task<string[]> RunAsync(SqliteDatabase database, Func<Task> work)
    {
        var statements = new List<string>();
        var handle = await database.WriteCachedAsync(HandleOf, CancellationToken.None);
        // With the values in them, so that only the beginnings can be compared.
        raw.sqlite3_trace(handle, (_, statement) => statements.Add(statement[..Math.Min(statement.Length, KeptLength)]), null!);
        await work();
        raw.sqlite3_trace(handle, (strdelegate_trace)null!, null!);
        return [.. statements];
    }

    private static sqlite3 HandleOf(SqliteSession session) => ((SqliteConnection)_connection.GetValue(session)!).Handle!;
}
