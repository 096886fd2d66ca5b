using Microsoft.Data.Sqlite;
using SignalRChat.Contracts;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Reads messages out of a result, in the columns of <see cref="SqliteStatements"/>.</summary>
internal static class SqliteMessageRow
{
    public static ChatMessage Read(SqliteDataReader row) => new()
    {
        MessageId = MessageKey.ToText(row.GetFieldValue<byte[]>(0)),
        Sequence = row.GetInt64(1),
        Revision = row.GetInt64(2),
        UserId = row.GetString(3),
        Name = row.GetString(4),
        Text = row.GetString(5),
        PostedAt = row.GetInt64(6),
        EditedAt = row.IsDBNull(7) ? null : row.GetInt64(7),
        DeletedAt = row.IsDBNull(8) ? null : row.GetInt64(8),
        ReplyTo = row.IsDBNull(9) ? null : MessageKey.ToText(row.GetFieldValue<byte[]>(9)),
    };

    public static List<ChatMessage> ReadAll(SqliteDataReader rows)
    {
        var messages = new List<ChatMessage>();
        while (rows.Read())
            messages.Add(Read(rows));
        return messages;
    }
}
