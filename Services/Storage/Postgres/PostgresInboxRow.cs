using System.Text;
using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads entries of inboxes out of a result.</summary>
internal static class PostgresInboxRow
{
    /// <summary>The column of the revision. The two before it depend on the statement.</summary>
    public const int First = 2;

    private const int Member = First + 9;
    private const int Last = First + 16;

    public static InboxEntry Read(NpgsqlDataReader row, long now)
    {
        var found = new InboxRow(row.GetInt64(First), row.GetInt64(First + 1), row.GetString(First + 2));
        if (row.IsDBNull(Member))
            return found.ToEnd(row.IsDBNull(First + 15) ? RoomRemovalCodes.Left : row.GetString(First + 15));
        found = found with
        {
            IsPrivate = row.GetBoolean(First + 3),
            IsDirect = !row.IsDBNull(First + 4) && row.GetBoolean(First + 4),
            Title = row.IsDBNull(First + 5) ? null : row.GetString(First + 5),
            Data = row.IsDBNull(First + 6) ? null : row.GetString(First + 6),
            Head = row.GetInt64(First + 7),
            MessageCount = row.GetInt64(First + 8),
            Member = (row.GetString(Member), row.GetInt64(Member + 1), row.IsDBNull(Member + 2) ? null : row.GetInt64(Member + 2)),
            Sequence = row.GetInt64(First + 12),
            Ordinal = row.GetInt64(First + 13),
        };
        return found.ToEntry(row.GetInt64(First + 14), ReadLast(row), now);
    }

    private static LastMessage? ReadLast(NpgsqlDataReader row) => row.IsDBNull(Last) ? null : new()
    {
        MessageId = row.GetGuid(Last).ToString(),
        Sequence = row.GetInt64(Last + 1),
        UserId = row.GetString(Last + 2),
        Name = row.GetString(Last + 3),
        // The statement reads as many bytes as the beginning may have. So a character that they cut is behind it.
        Text = InboxText.BeginningOf(Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(Last + 4))),
        PostedAt = row.GetInt64(Last + 5),
    };
}
