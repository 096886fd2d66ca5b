using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Reads and writes the settings of rooms.</summary>
internal static class SqliteSettings
{
    private const string Columns =
        """
        is_private, is_direct, title, data, announce, posting, slow_mode_seconds, max_members, typing, presence, retention_days,
            archived_at, floor, info_revision
        """;

    private static readonly SqliteStatement _find = new($"SELECT {Columns} FROM rooms WHERE id = $roomId");

    private static readonly SqliteStatement _change = new(
        """
        UPDATE rooms SET is_direct = $isDirect, title = $title, data = $data, announce = $announce, posting = $posting,
            slow_mode_seconds = $slowModeSeconds, max_members = $maxMembers, typing = $typing, presence = $presence,
            retention_days = $retentionDays, archived_at = $archivedAt, floor = $floor, info_revision = $infoRevision
        WHERE id = $roomId
        """);

    public static IReadOnlyList<SqliteStatement> Statements { get; } = [_find, _change];

    public static RoomSettings Find(SqliteSession session, long roomId)
    {
        using var row = session.Query(_find, roomId);
        return row.Read() ? Read(row) : RoomSettings.Default;
    }

    public static RoomInfo FindInfo(SqliteSession session, long roomId)
    {
        using var row = session.Query(_find, roomId);
        row.Read();
        return Read(row).ToInfo(isPrivate: row.GetBoolean(0));
    }

    public static void Change(SqliteSession session, long roomId, RoomSettings settings) => session.Run(
        _change,
        settings.IsDirect,
        settings.Title,
        settings.Data,
        settings.Announce,
        settings.Posting,
        settings.SlowModeSeconds,
        settings.MaxMembers,
        settings.Typing,
        settings.Presence,
        settings.RetentionDays,
        settings.ArchivedAt,
        settings.Floor,
        settings.Revision,
        roomId);

    private static RoomSettings Read(SqliteDataReader row) => new()
    {
        IsDirect = row.IsDBNull(1) || !row.GetBoolean(1) ? null : true,
        Title = row.IsDBNull(2) ? null : row.GetString(2),
        Data = row.IsDBNull(3) ? null : row.GetString(3),
        Announce = row.IsDBNull(4) ? null : row.GetBoolean(4),
        Posting = row.IsDBNull(5) ? null : row.GetString(5),
        SlowModeSeconds = row.IsDBNull(6) ? null : row.GetInt32(6),
        MaxMembers = row.IsDBNull(7) ? null : row.GetInt32(7),
        Typing = row.IsDBNull(8) ? null : row.GetBoolean(8),
        Presence = row.IsDBNull(9) ? null : row.GetString(9),
        RetentionDays = row.IsDBNull(10) ? null : row.GetInt32(10),
        ArchivedAt = row.IsDBNull(11) ? null : row.GetInt64(11),
        Floor = row.IsDBNull(12) ? null : row.GetInt64(12),
        Revision = row.IsDBNull(13) ? null : row.GetInt64(13),
    };
}
