namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// The epoch belongs to one history of one database. A standby that was promoted continues on another timeline, and may lack the
/// newest commits. So every statement reads the epoch only if the server still writes the timeline that the epoch began on.
/// </summary>
internal static partial class PostgresStatements
{
    // Of the write-ahead log that is being written: the control file shows a promotion later. A standby writes no log, and has no epoch.
    private const string Timeline =
        "CASE WHEN pg_is_in_recovery() THEN NULL ELSE left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END";

    // Another one if a dump was restored into another cluster. It reads the control file: too slow for each message.
    private const string Cluster = "(SELECT system_identifier::text FROM pg_control_system())";

    /// <summary>
    /// Whether this user may read both on the server. A service may refuse its functions, such as Aurora PostgreSQL, which writes
    /// no log that they could show.
    /// </summary>
    public const string ReadTimeline = $"SELECT {Timeline}, {Cluster}";

    /// <summary>Null when the server is on another timeline than the epoch.</summary>
    private const string Epoch = $"(SELECT epoch FROM meta WHERE timeline = {Timeline})";

    /// <summary>
    /// The epoch in the first row, null when the server is another one or on another timeline; and a row for each room that exists.
    /// </summary>
    public const string Heads =
        $"""
        SELECT (SELECT epoch FROM meta WHERE timeline = {Timeline} AND cluster = {Cluster}), 0, 0
        UNION ALL
        SELECT NULL, asked.place, rooms.last_revision
        FROM unnest($1::text[]) WITH ORDINALITY AS asked (name, place) JOIN rooms ON rooms.name = asked.name
        """;

    /// <summary>
    /// The epoch, the start of the server and the snapshot in the first row; and a row for each transaction that this snapshot sees and
    /// the snapshot <c>$1</c> did not: it had not begun then, or was open. The order of commits does not matter, and a transaction
    /// may be open for as long as it likes.
    /// </summary>
    public const string Changes =
        $"""
        SELECT (SELECT epoch FROM meta WHERE timeline = {Timeline} AND cluster = {Cluster}),
            pg_postmaster_start_time()::text, pg_current_snapshot()::text, NULL
        UNION ALL
        SELECT NULL, NULL, NULL, rooms FROM room_changes WHERE xid >= pg_snapshot_xmax($1::text::pg_snapshot)
        UNION ALL
        SELECT NULL, NULL, NULL, later.rooms FROM pg_snapshot_xip($1::text::pg_snapshot) AS open (xid) CROSS JOIN LATERAL (
            SELECT rooms FROM room_changes WHERE room_changes.xid = open.xid {WholeKey}
        ) AS later
        LIMIT $2
        """;

    /// <summary>Deletes what every snapshot since <c>$1</c> has seen.</summary>
    public const string ForgetChanges = "DELETE FROM room_changes WHERE xid < pg_snapshot_xmin($1::text::pg_snapshot)";

    /// <summary>Begins an epoch on the server's own timeline, if the database has none there.</summary>
    public const string BeginEpochHere =
        $"""
        UPDATE meta SET epoch = replace(gen_random_uuid()::text, '-', ''), timeline = {Timeline}, cluster = {Cluster}
        WHERE timeline IS DISTINCT FROM {Timeline} OR cluster IS DISTINCT FROM {Cluster}
        RETURNING epoch
        """;

    public const string BeginEpoch = "UPDATE meta SET epoch = replace(gen_random_uuid()::text, '-', '') WHERE epoch = $1";
}
