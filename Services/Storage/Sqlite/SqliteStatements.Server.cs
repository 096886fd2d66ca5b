namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>What backends read.</summary>
internal static partial class SqliteStatements
{
    public static readonly SqliteStatement FindUsedRoom = new(
        "SELECT name, is_private, last_revision FROM rooms WHERE name = $room AND is_free = 0");

    public static readonly SqliteStatement FindUsedRoomId = new("SELECT id FROM rooms WHERE name = $room AND is_free = 0");

    public static readonly SqliteStatement ListAllRooms = new(
        """
        SELECT name, is_private, last_revision FROM rooms
        WHERE name > $after AND name >= $from AND name < $to AND is_free = 0 ORDER BY name LIMIT $limit
        """);

    public static readonly SqliteStatement ListRoomsOf = new(
        """
        SELECT rooms.name, rooms.is_private, rooms.last_revision, members.role
        FROM members INDEXED BY members_by_user CROSS JOIN rooms ON rooms.id = members.room_id
        WHERE members.user_id = $userId AND rooms.name > $after ORDER BY rooms.name LIMIT $limit
        """);

    // A message is in one of two indexes.
    public static readonly SqliteStatement ListReports = new(
        """
        SELECT coalesce(posted.message_id, changed.message_id), reports.sequence, reports.user_id, reports.reason, reports.reported_at
        FROM reports
        LEFT JOIN messages AS posted ON posted.room_id = reports.room_id AND posted.sequence = reports.sequence
            AND posted.revision <= posted.sequence
        LEFT JOIN messages AS changed ON changed.room_id = reports.room_id AND changed.sequence = reports.sequence
            AND changed.revision > changed.sequence
        WHERE reports.room_id = $roomId AND (reports.sequence, reports.user_id) > ($after, $afterUserId)
        ORDER BY reports.sequence, reports.user_id LIMIT $limit
        """);

    public static readonly SqliteStatement ListBans = new(
        "SELECT user_id, banned_by, banned_at FROM bans WHERE room_id = $roomId AND user_id > $after ORDER BY user_id LIMIT $limit");
}
