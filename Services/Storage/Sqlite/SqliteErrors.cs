using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;
using SQLitePCL;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Distinguishes a database that does not answer now from a defect of the store, which must not look like it.</summary>
internal static class SqliteErrors
{
    public static bool IsUnavailable(SqliteException error) => error.SqliteErrorCode
        is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN
        or raw.SQLITE_PROTOCOL or raw.SQLITE_NOMEM or raw.SQLITE_PERM or raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT;

    public static StorageUnavailableException Unavailable(SqliteException error) =>
        new($"The database is unavailable (SQLite error {error.SqliteExtendedErrorCode}).", error)
        {
            MayBeOfOneCommand = error.SqliteErrorCode == raw.SQLITE_CORRUPT,
        };
}
