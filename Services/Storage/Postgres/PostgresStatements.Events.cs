namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The readers of all rooms.</summary>
internal static partial class PostgresStatements
{
    private const string Reader = "step, epoch, page, used_at";

    public const string ReadEpoch = $"SELECT {Epoch}";

    public const string FindReader =
        $"""
        SELECT {Epoch}, reader.* FROM (SELECT 1) AS one LEFT JOIN LATERAL (
            SELECT {Reader} FROM event_readers WHERE id = $1 AND step >= 0 {WholeKey}
        ) AS reader ON true
        """;

    // So that there is a row to lock: two nodes that make one reader wait for each other. Two that make the last one at the same time make
    // one more than may be. Without an epoch the statement after it ends the transaction.
    public const string AddReaders =
        $"""
        INSERT INTO event_readers (id, {Reader})
        SELECT asked.id, 0, coalesce({Epoch}, ''), '{EventPageColumn.Empty}', $3 FROM unnest($1::uuid[]) AS asked (id)
        WHERE (SELECT count(*) FROM event_readers WHERE step >= 0) < $2
        ORDER BY asked.id ON CONFLICT (id) DO NOTHING
        """;

    public const string LockReaders =
        $"SELECT id, {Reader} FROM event_readers WHERE id = ANY ($1) AND step >= 0 ORDER BY id FOR UPDATE";

    public const string SetReaders =
        """
        UPDATE event_readers SET step = given.step, epoch = given.epoch, page = given.page, used_at = given.used_at
        FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::bigint[]) AS given (id, step, epoch, page, used_at)
        WHERE event_readers.id = given.id
        """;

    public const string SetPlaces =
        """
        INSERT INTO event_places (reader_id, room_id, revision)
        SELECT reader_id, room_id, revision FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS given (reader_id, room_id, revision)
        ON CONFLICT (reader_id, room_id) DO UPDATE SET revision = excluded.revision
        """;

    private const string JoinPlace =
        $"""
        LEFT JOIN LATERAL (
            SELECT revision FROM event_places WHERE reader_id = $1 AND room_id = part.id {WholeKey}
        ) AS place ON true
        """;

    public const string FindBeyond =
        $"""
        SELECT part.id, part.name, coalesce(place.revision, 0), part.last_revision
        FROM unnest($2::text[]) AS asked (name) JOIN rooms AS part ON part.name = asked.name {JoinPlace}
        WHERE part.last_revision > coalesce(place.revision, 0)
        """;

    /// <summary>All rooms of the part, so that its end is known.</summary>
    public const string WalkRooms =
        $"""
        SELECT part.id, part.name, coalesce(place.revision, 0), part.last_revision
        FROM (SELECT id, name, last_revision FROM rooms WHERE id > $2 ORDER BY id LIMIT $3) AS part {JoinPlace}
        ORDER BY part.id
        """;

    public const string ExpireReaders = "UPDATE event_readers SET step = -1 WHERE used_at < $1 AND step >= 0";

    public const string ForgetPlaces =
        """
        DELETE FROM event_places USING (
            SELECT place.reader_id, place.room_id FROM event_readers AS reader CROSS JOIN LATERAL (
                SELECT reader_id, room_id FROM event_places WHERE reader_id = reader.id LIMIT $1
            ) AS place WHERE reader.step < 0 LIMIT $1
        ) AS gone
        WHERE event_places.reader_id = gone.reader_id AND event_places.room_id = gone.room_id
        """;

    public const string ForgetReaders =
        $"""
        DELETE FROM event_readers WHERE step < 0
            AND NOT EXISTS (SELECT FROM event_places WHERE reader_id = event_readers.id {WholeKey})
        """;
}
