using Microsoft.Data.Sqlite;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Durability;

/// <summary>A room in the database's file, read without the server's code.</summary>
internal sealed record RoomOnDisk(string Name, long Head, ChatMessage[] Messages)
{
    /// <summary>Reads a copy, as a killed server left it, because opening the file itself would repair it.</summary>
    public static RoomOnDisk[] ReadCopy(string dataDirectory)
    {
        var copy = Directory.CreateTempSubdirectory("signalrchat-copy-");
        try
        {
            foreach (var name in (string[])["chat.db", "chat.db-wal"])
            {
                var file = new FileInfo(Path.Combine(dataDirectory, name));
                if (file.Exists)
                    file.CopyTo(Path.Combine(copy.FullName, name));
            }
            return Read(copy.FullName);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    public static RoomOnDisk[] Read(string dataDirectory)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataDirectory, "chat.db"), Pooling = false };
        using var database = new SqliteConnection(file.ToString());
        database.Open();
        Assert.Equal("ok", Query(database, "PRAGMA integrity_check", row => row.GetString(0))[0]);
        var messages = Query(
                database,
                "SELECT * FROM messages ORDER BY room_id, sequence",
                row => (Room: (long)row["room_id"], Message: Message(row)))
            .ToLookup(row => row.Room, row => row.Message);
        return [.. Query(
            database,
            "SELECT id, name, last_revision FROM rooms ORDER BY name",
            row => new RoomOnDisk(row.GetString(1), row.GetInt64(2), [.. messages[row.GetInt64(0)]]))];
    }

    private static List<T> Query<T>(SqliteConnection database, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }

    private static ChatMessage Message(SqliteDataReader row) => new()
    {
        MessageId = new Guid((byte[])row["message_id"], bigEndian: true).ToString(),
        Sequence = (long)row["sequence"],
        Revision = (long)row["revision"],
        UserId = (string)row["user_id"],
        Name = (string)row["name"],
        Text = (string)row["text"],
        PostedAt = (long)row["posted_at"],
        EditedAt = row["edited_at"] as long?,
        DeletedAt = row["deleted_at"] as long?,
    };
}
