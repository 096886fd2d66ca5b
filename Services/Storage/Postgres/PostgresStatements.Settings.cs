namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The settings of rooms.</summary>
internal static partial class PostgresStatements
{
    /// <summary>The columns in the order in which <see cref="SettingsBatch"/> reads them.</summary>
    private const string SettingsColumns =
        """
        id, is_private, is_direct, title, data, announce, posting, slow_mode_seconds, max_members, typing, presence, retention_days,
            archived_at, floor, info_revision
        """;

    public const string FindSettings = $"SELECT {SettingsColumns} FROM rooms WHERE name = ANY ($1)";

    /// <summary>If they changed after a revision. It runs after <see cref="Updates"/>.</summary>
    public const string Settings = $"SELECT {SettingsColumns} FROM rooms WHERE name = $1 AND coalesce(info_revision, 0) > $2";

    public const string SetSettings =
        """
        UPDATE rooms SET is_direct = given.is_direct, title = given.title, data = given.data, announce = given.announce,
            posting = given.posting, slow_mode_seconds = given.slow_mode_seconds, max_members = given.max_members,
            typing = given.typing, presence = given.presence, retention_days = given.retention_days,
            archived_at = given.archived_at, floor = given.floor, info_revision = given.info_revision
        FROM unnest(
            $1::bigint[], $2::boolean[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::integer[], $8::integer[], $9::boolean[],
            $10::text[], $11::integer[], $12::bigint[], $13::bigint[], $14::bigint[])
            AS given (id, is_direct, title, data, announce, posting, slow_mode_seconds, max_members, typing, presence, retention_days,
                archived_at, floor, info_revision)
        WHERE rooms.id = given.id
        """;
}
