namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>The readers of all rooms.</summary>
internal static partial class SqliteStatements
{
    public static readonly SqliteStatement FindReader = new(
        "SELECT step, epoch, page, used_at FROM event_readers WHERE id = $id AND step >= 0");

    public static readonly SqliteStatement CountReaders = new("SELECT count(*) FROM event_readers WHERE step >= 0");

    public static readonly SqliteStatement SetReader = new(
        """
        INSERT INTO event_readers (id, step, epoch, page, used_at) VALUES ($id, $step, $epoch, $page, $usedAt)
        ON CONFLICT (id) DO UPDATE SET
            step = excluded.step, epoch = excluded.epoch, page = excluded.page, used_at = excluded.used_at
        """);

    public static readonly SqliteStatement SetPlace = new(
        """
        INSERT INTO event_places (reader_id, room_id, revision) VALUES ($id, $roomId, $revision)
        ON CONFLICT (reader_id, room_id) DO UPDATE SET revision = excluded.revision
        """);

    public static readonly SqliteStatement FindBeyond = new(
        """
        SELECT rooms.id, rooms.name, coalesce(place.revision, 0), rooms.last_revision
        FROM json_each($rooms) AS asked CROSS JOIN rooms ON rooms.name = asked.value
        LEFT JOIN event_places AS place ON place.reader_id = $id AND place.room_id = rooms.id
        WHERE rooms.last_revision > coalesce(place.revision, 0)
        """);

    /// <summary>All rooms of the part, so that its end is known.</summary>
    public static readonly SqliteStatement WalkRooms = new(
        """
        SELECT rooms.id, rooms.name, coalesce(place.revision, 0), rooms.last_revision
        FROM rooms LEFT JOIN event_places AS place ON place.reader_id = $id AND place.room_id = rooms.id
        WHERE rooms.id > $after ORDER BY rooms.id LIMIT $count
        """);

    public static readonly SqliteStatement ExpireReaders = new(
        "UPDATE event_readers SET step = -1 WHERE used_at < $usedBefore AND step >= 0");

    public static readonly SqliteStatement ForgetPlaces = new(
        """
        DELETE FROM event_places WHERE (reader_id, room_id) IN (
            SELECT place.reader_id, place.room_id FROM event_readers AS reader CROSS JOIN event_places AS place
                ON place.reader_id = reader.id
            WHERE reader.step < 0 LIMIT $most
        )
        """);

    /// <summary>When they have no places any more.</summary>
    public static readonly SqliteStatement ForgetReaders = new("DELETE FROM event_readers WHERE step < 0");
}
