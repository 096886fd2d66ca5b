using System.Text;
using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads messages out of a result, in the columns of <see cref="PostgresStatements"/>.</summary>
internal static class PostgresMessageRow
{
    /// <summary>The column after those of the message.</summary>
    public const int Next = 15;

    public static ChatMessage Read(NpgsqlDataReader row) => new()
    {
        MessageId = row.GetGuid(0).ToString(),
        Sequence = row.GetInt64(1),
        Revision = row.GetInt64(2),
        UserId = row.GetString(3),
        Name = row.GetString(4),
        Text = Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(5)),
        PostedAt = row.GetInt64(6),
        EditedAt = row.IsDBNull(7) ? null : row.GetInt64(7),
        DeletedAt = row.IsDBNull(8) ? null : row.GetInt64(8),
        ReplyTo = row.IsDBNull(9) ? null : row.GetGuid(9).ToString(),
        Kind = row.IsDBNull(10) ? null : row.GetString(10),
        Data = row.IsDBNull(11) ? null : row.GetString(11),
        Mentions = row.IsDBNull(12) ? null : MessageDetails.ReadMentions(row.GetString(12)),
        DeletedBy = row.IsDBNull(13) ? null : row.GetString(13),
        Event = row.IsDBNull(14) ? null : MessageDetails.ReadEvent(row.GetString(14)),
    };

    public static byte[] ToColumn(string text) => Encoding.UTF8.GetBytes(text);
}
