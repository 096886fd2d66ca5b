using Microsoft.Data.Sqlite;

namespace SignalRChat.Faults.Cluster;

/// <summary>Takes SQLite's online backup beside the running server, and restores it by replacing the database's file.</summary>
internal sealed class SqliteBackup(string dataDirectory) : IDatabaseBackup
{
    private readonly TempDirectory _folder = new();

    private string Copy => _folder.File("chat-backup.db");

    private string Database => Path.Combine(dataDirectory, "chat.db");

    public Task TakeAsync() => Task.Run(() =>
    {
        using var from = Open(Database);
        using var to = Open(Copy);
        from.BackupDatabase(to);
    });

    public Task PutBackAsync() => Task.Run(() =>
    {
        File.Copy(Copy, Database, overwrite: true);
        File.Delete($"{Database}-wal");
        File.Delete($"{Database}-shm");
        using var database = Open(Database);
        using var epoch = database.CreateCommand();
        epoch.CommandText = "UPDATE meta SET epoch = lower(hex(randomblob(16)))";
        epoch.ExecuteNonQuery();
    });

    public void Dispose() => _folder.Dispose();

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
