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

    public static readonly SqliteStatement ListBans = new(
        "SELECT user_id, banned_by, banned_at FROM bans WHERE room_id = $roomId AND user_id > $after ORDER BY user_id LIMIT $limit");
}
