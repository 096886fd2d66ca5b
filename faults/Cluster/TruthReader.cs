using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SignalRChat.Faults.Cluster;

/// <summary>Reads the database without the server's code, and not through the disturbed links.</summary>
internal static class TruthReader
{
    private const string Messages =
        "SELECT room_id, message_id, sequence, revision, user_id, text, name, posted_at, edited_at, deleted_at, event FROM messages "
        + "ORDER BY room_id, sequence";

    /// <summary>Reads the file of a node that has ended.</summary>
    public static async Task<Truth> ReadSqliteAsync(string dataDirectory)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataDirectory, "chat.db"), Pooling = false };
        await using var database = new SqliteConnection(file.ToString());
        await database.OpenAsync();
        var intact = await QueryAsync(database, "PRAGMA integrity_check", row => row.GetString(0));
        if (intact is not ["ok"])
            throw new InvalidOperationException($"The database is broken: {string.Join(", ", intact)}");
        return await ReadAsync(database, row => Message(row, new Guid(row.GetFieldValue<byte[]>(1), bigEndian: true), row.GetString(5)));
    }

    public static async Task<Truth> ReadPostgresAsync(string connectionString)
    {
        await using var database = new NpgsqlConnection($"{connectionString};Pooling=false");
        await database.OpenAsync();
        return await ReadAsync(database, row => Message(row, row.GetGuid(1), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(5))));
    }

    private static async Task<Truth> ReadAsync(DbConnection database, Func<DbDataReader, RecordedMessage> read)
    {
        var epoch = await QueryAsync(database, "SELECT epoch FROM meta", row => row.GetString(0));
        var messages = (await QueryAsync(database, Messages, row => (Room: row.GetInt64(0), Message: read(row))))
            .ToLookup(row => row.Room, row => row.Message);
        const string Removals = "SELECT room_id, user_id, revision, coalesce(role, 'member'), NULL, code FROM removals";
        var removals = (await QueryAsync(database, Removals, ReadMember)).ToLookup(row => row.Room, row => row.Member);
        const string Members = "SELECT room_id, user_id, coalesce(revision, 0), role, muted_until, NULL FROM members";
        var members = (await QueryAsync(database, Members, ReadMember)).ToLookup(row => row.Room, row => row.Member);
        const string Reactions = "SELECT room_id, sequence, revision, tallies FROM message_reactions ORDER BY room_id, sequence";
        var reactions = (await QueryAsync(database, Reactions, ReadReactions)).ToLookup(row => row.Room, row => row.State);
        var rooms = await QueryAsync(
            database,
            "SELECT id, name, last_revision, info_revision, title, coalesce(announce, is_private), coalesce(posting, 'members'), "
            + "coalesce(slow_mode_seconds, 0), archived_at FROM rooms",
            row => new StoredRoom(row.GetString(1), row.GetInt64(2), [.. messages[row.GetInt64(0)]])
            {
                Removals = [.. removals[row.GetInt64(0)].Select(removal => removal.Revision)],
                Reactions = [.. reactions[row.GetInt64(0)]],
                Members = NewestOf([.. members[row.GetInt64(0)]], removals[row.GetInt64(0)]),
                Info = row[3] is long revision ? ReadInfo(row, revision) : null,
            });
        return new Truth(epoch[0], rooms) { Inboxes = await InboxReader.ReadAsync(database) };
    }

    private static RecordedInfo ReadInfo(DbDataReader row, long revision) => new(revision)
    {
        Title = row[4] as string,
        Announce = Convert.ToBoolean(row[5], CultureInfo.InvariantCulture),
        Posting = row.GetString(6),
        SlowModeSeconds = Convert.ToInt32(row[7], CultureInfo.InvariantCulture),
        IsArchived = row[8] is long,
    };

    /// <summary>The end of a membership is no change of a user who joined again.</summary>
    private static RecordedMember[] NewestOf(RecordedMember[] members, IEnumerable<RecordedMember> removals)
    {
        var here = members.Select(member => member.UserId).ToHashSet();
        return [.. members.Where(member => member.Revision > 0), .. removals.Where(removal => !here.Contains(removal.UserId))
            .GroupBy(removal => removal.UserId).Select(ends => ends.MaxBy(end => end.Revision)!)];
    }

    private static (long Room, RecordedMember Member) ReadMember(DbDataReader row)
    {
        var member = new RecordedMember(row.GetString(1), row.GetInt64(2))
        {
            Role = row.GetString(3),
            MutedUntil = row[4] as long?,
            Left = row[5] as string,
        };
        return (row.GetInt64(0), member);
    }

    private static (long Room, RecordedReactions State) ReadReactions(DbDataReader row)
    {
        var reactions = new MessageReactions
        {
            Sequence = row.GetInt64(1),
            Revision = row.GetInt64(2),
            Tallies = JsonSerializer.Deserialize<ReactionTally[]>(row.GetString(3), JsonSerializerOptions.Web)!,
        };
        return (row.GetInt64(0), RecordedReactions.From(reactions));
    }

    private static RecordedMessage Message(DbDataReader row, Guid id, string text) => RecordedMessage.From(new ChatMessage
    {
        MessageId = id.ToString(),
        Sequence = row.GetInt64(2),
        Revision = row.GetInt64(3),
        UserId = row.GetString(4),
        Text = text,
        Name = row.GetString(6),
        PostedAt = row.GetInt64(7),
        EditedAt = row[8] as long?,
        DeletedAt = row[9] as long?,
        // Only whether there is one.
        Event = row[10] is string ? new() : null,
    });

    public static async Task<List<T>> QueryAsync<T>(DbConnection database, string sql, Func<DbDataReader, T> read)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await rows.ReadAsync())
            found.Add(read(rows));
        return found;
    }
}
