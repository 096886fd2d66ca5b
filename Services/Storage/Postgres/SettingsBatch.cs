using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads and writes the settings of rooms with the messages of a batch; a batch that asks for none adds nothing.</summary>
internal static class SettingsBatch
{
    public static async Task LoadSettingsAsync(
        this NpgsqlDataReader reader, BatchLookup keys, PostgresRows rows, CancellationToken cancellationToken)
    {
        if (keys.SettingsRooms.Length == 0)
            return;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadSettings(reader.GetInt64(0), Read(reader));
    }

    /// <summary>The next result, with at most one room.</summary>
    public static async Task<RoomInfo?> ReadInfoAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader).ToInfo(isPrivate: reader.GetBoolean(1)) : null;
    }

    public static void SetSettings(this NpgsqlBatch batch, Dictionary<long, RoomSettings>? changed)
    {
        if (changed is null)
            return;
        RoomSettings[] settings = [.. changed.Values];
        batch.Add(PostgresStatements.SetSettings)
            .With<long[]>([.. changed.Keys])
            .With(Array.ConvertAll(settings, one => one.IsDirect))
            .With(Array.ConvertAll(settings, one => one.Title))
            .With(Array.ConvertAll(settings, one => one.Data))
            .With(Array.ConvertAll(settings, one => one.Announce))
            .With(Array.ConvertAll(settings, one => one.Posting))
            .With(Array.ConvertAll(settings, one => one.SlowModeSeconds))
            .With(Array.ConvertAll(settings, one => one.MaxMembers))
            .With(Array.ConvertAll(settings, one => one.Typing))
            .With(Array.ConvertAll(settings, one => one.Presence))
            .With(Array.ConvertAll(settings, one => one.RetentionDays))
            .With(Array.ConvertAll(settings, one => one.ArchivedAt))
            .With(Array.ConvertAll(settings, one => one.Floor))
            .With(Array.ConvertAll(settings, one => one.Revision));
    }

    private static RoomSettings Read(NpgsqlDataReader row) => new()
    {
        IsDirect = row.IsDBNull(2) || !row.GetBoolean(2) ? null : true,
        Title = row.IsDBNull(3) ? null : row.GetString(3),
        Data = row.IsDBNull(4) ? null : row.GetString(4),
        Announce = row.IsDBNull(5) ? null : row.GetBoolean(5),
        Posting = row.IsDBNull(6) ? null : row.GetString(6),
        SlowModeSeconds = row.IsDBNull(7) ? null : row.GetInt32(7),
        MaxMembers = row.IsDBNull(8) ? null : row.GetInt32(8),
        Typing = row.IsDBNull(9) ? null : row.GetBoolean(9),
        Presence = row.IsDBNull(10) ? null : row.GetString(10),
        RetentionDays = row.IsDBNull(11) ? null : row.GetInt32(11),
        ArchivedAt = row.IsDBNull(12) ? null : row.GetInt64(12),
        Floor = row.IsDBNull(13) ? null : row.GetInt64(13),
        Revision = row.IsDBNull(14) ? null : row.GetInt64(14),
    };
}
