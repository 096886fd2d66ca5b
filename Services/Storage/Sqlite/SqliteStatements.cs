using System.Text.RegularExpressions;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Every SQL text of the store beside its migrations.</summary>
internal static partial class SqliteStatements
{
    /// <summary>The columns in the order in which <see cref="SqliteRows.ReadMessage"/> reads them.</summary>
    private const string Message = $"message_id, sequence, revision, {Rest}";

    private const string Rest =
        "user_id, name, text, posted_at, edited_at, deleted_at, reply_to, kind, data, mentions, deleted_by, event";

    /// <summary>Whether a room has a member or a message. Each part uses an index.</summary>
    private const string InUse =
        """
        (EXISTS (SELECT 1 FROM members WHERE room_id = $roomId)
            OR EXISTS (SELECT 1 FROM messages WHERE room_id = $roomId AND revision <= sequence)
            OR EXISTS (SELECT 1 FROM messages WHERE room_id = $roomId AND revision > sequence))
        """;

    /// <summary>The condition of the index of the few members with another role than most.</summary>
    private const string IsStaff = $"role <> '{RoomRoles.Member}'";

    public static readonly SqliteStatement Epoch = new("SELECT epoch FROM meta");

    public static readonly SqliteStatement BeginEpoch = new("UPDATE meta SET epoch = lower(hex(randomblob(16))) WHERE epoch = $lost");

    public static readonly SqliteStatement FindRoom = new(
        """
        SELECT id, is_private, last_revision, is_free, made_by, made_at, posting, slow_mode_seconds, archived_at,
            message_count, last_message
        FROM rooms WHERE name = $room
        """);

    public static readonly SqliteStatement AddRoom = new(
        """
        INSERT INTO rooms (name, is_private, is_direct, made_by, made_at, title, data)
        VALUES ($room, $isPrivate, $isDirect, $madeBy, $madeAt, $title, $data) RETURNING id
        """);

    /// <summary>Nothing of the room that was there before stays but its numbers.</summary>
    public static readonly SqliteStatement TakeRoom = new(
        """
        UPDATE rooms SET is_free = 0, is_private = $isPrivate, is_direct = $isDirect, made_by = $madeBy, made_at = $madeAt, title = $title,
            data = $data, announce = NULL, posting = NULL, slow_mode_seconds = NULL, max_members = NULL, typing = NULL, presence = NULL,
            retention_days = NULL, archived_at = NULL, info_revision = NULL
        WHERE id = $roomId
        """);

    public static readonly SqliteStatement CountMade = new(
        """
        SELECT (SELECT count(*) FROM rooms WHERE made_by = $userId AND is_free = 0)
            + (SELECT count(*) FROM rooms WHERE made_by = $userId AND is_free = 1 AND made_at > $since)
        """);

    /// <summary>Removes the mark of a room that is in use.</summary>
    public static readonly SqliteStatement TakeUsed = new($"UPDATE rooms SET is_free = 0 WHERE id = $roomId AND is_free = 1 AND {InUse}");

    public static readonly SqliteStatement FreeRoom =
        new($"UPDATE rooms SET is_free = 1 WHERE id = $roomId AND is_private = 0 AND made_by IS NOT '' AND NOT {InUse}");

    public static readonly SqliteStatement ForgetBans = new("DELETE FROM bans WHERE room_id = $roomId");

    public static readonly SqliteStatement ForgetMutes = new(
        "UPDATE removals INDEXED BY removals_muted SET muted_until = NULL WHERE room_id = $roomId AND muted_until IS NOT NULL");

    public static readonly SqliteStatement SetHead = new(
        "UPDATE rooms SET last_revision = $head, message_count = $messageCount, last_message = $lastMessage WHERE id = $roomId");

    // One query however many rooms there are; CROSS JOIN keeps SQLite from scanning the rooms instead of the names.
    public static readonly SqliteStatement Heads = new(
        "SELECT asked.key, rooms.last_revision FROM json_each($rooms) AS asked CROSS JOIN rooms ON rooms.name = asked.value");

    // Two parts, merged in their order: the public rooms, and the private rooms of the user. Neither reads private rooms of others.
    public static readonly SqliteStatement ListRooms = new(
        """
        WITH page AS (
            SELECT * FROM (
                SELECT id, name, is_private, last_revision, presence FROM rooms INDEXED BY rooms_public
                WHERE name > $after AND name >= $from AND name < $to AND is_free = 0 AND is_private = 0 ORDER BY name LIMIT $limit)
            UNION ALL
            SELECT * FROM (
                SELECT rooms.id, rooms.name, rooms.is_private, rooms.last_revision, rooms.presence
                FROM members INDEXED BY members_by_user CROSS JOIN rooms ON rooms.id = members.room_id
                WHERE members.user_id = $userId AND rooms.is_private = 1
                    AND rooms.name > $after AND rooms.name >= $from AND rooms.name < $to ORDER BY rooms.name LIMIT $limit)
            ORDER BY 2 LIMIT $limit
        )
        SELECT page.name, page.is_private, members.user_id IS NOT NULL, page.last_revision, page.presence
        FROM page LEFT JOIN members ON members.room_id = page.id AND members.user_id = $userId ORDER BY page.name
        """);

    public static readonly SqliteStatement FindMember = new(
        "SELECT role, muted_until FROM members WHERE room_id = $roomId AND user_id = $userId");

    public static readonly SqliteStatement FindLastPost = new(
        "SELECT last_post_at FROM members WHERE room_id = $roomId AND user_id = $userId");

    public static readonly SqliteStatement SetLastPost = new(
        "UPDATE members SET last_post_at = $now WHERE room_id = $roomId AND user_id = $userId");

    public static readonly SqliteStatement FindMemberByRoom = new(
        """
        SELECT 1 FROM rooms JOIN members ON members.room_id = rooms.id WHERE rooms.name = $room AND members.user_id = $userId
        """);

    /// <summary>No row: no such room. A row without a member: the user is an outsider.</summary>
    public static readonly SqliteStatement FindStanding = new(
        """
        SELECT members.user_id, members.name, members.role, members.muted_until, rooms.last_revision, (SELECT epoch FROM meta),
            rooms.is_private, rooms.typing, rooms.presence, rooms.posting, rooms.archived_at, rooms.info_revision
        FROM rooms LEFT JOIN members ON members.room_id = rooms.id AND members.user_id = $userId
        WHERE rooms.name = $room
        """);

    // A ban also keeps out users that the configuration names.
    public static readonly SqliteStatement AddMember = new(
        """
        INSERT INTO members (room_id, user_id, name, role, joined_at) SELECT $roomId, $userId, $name, $role, $now
        WHERE NOT EXISTS (SELECT 1 FROM bans WHERE room_id = $roomId AND user_id = $userId)
        ON CONFLICT (room_id, user_id) DO NOTHING
        """);

    public static readonly SqliteStatement RenameMember = new(
        "UPDATE members SET name = $name WHERE room_id = $roomId AND user_id = $userId AND name <> $name");

    public static readonly SqliteStatement RemoveMember = new("DELETE FROM members WHERE room_id = $roomId AND user_id = $userId");

    public static readonly SqliteStatement CountOwners =
        new($"SELECT count(*) FROM members WHERE room_id = $roomId AND role = '{RoomRoles.Owner}' AND {IsStaff}");

    /// <summary>
    /// The user who becomes owner of a room without one. Only a room without owners and moderators has all its members read.
    /// </summary>
    public static readonly SqliteStatement FindHeir = new(
        $"""
        SELECT coalesce(
            (SELECT user_id FROM members WHERE room_id = $roomId AND role = '{RoomRoles.Moderator}' AND {IsStaff}
             ORDER BY joined_at, user_id LIMIT 1),
            (SELECT user_id FROM members WHERE room_id = $roomId ORDER BY joined_at, user_id LIMIT 1))
        """);

    public static readonly SqliteStatement ForgetRemovals = new(
        "DELETE FROM removals WHERE room_id = $roomId AND user_id = $userId AND removed_at < $before");

    public static readonly SqliteStatement AddRemoval = new(
        """
        INSERT INTO removals (room_id, revision, user_id, code, removed_by, removed_at, name, role, muted_until)
        VALUES ($roomId, $revision, $userId, $code, $by, $now, $name, $role, $mutedUntil)
        """);

    public static readonly SqliteStatement FindEnd = new(
        """
        SELECT revision, muted_until FROM removals INDEXED BY removals_by_user
        WHERE room_id = $roomId AND user_id = $userId ORDER BY revision DESC LIMIT 1
        """);

    public static readonly SqliteStatement AddBan = new(
        """
        INSERT INTO bans (room_id, user_id, banned_by, banned_at) VALUES ($roomId, $userId, $by, $now)
        ON CONFLICT (room_id, user_id) DO NOTHING
        """);

    public static readonly SqliteStatement RemoveBan = new("DELETE FROM bans WHERE room_id = $roomId AND user_id = $userId");

    public static readonly SqliteStatement FindBan = new("SELECT 1 FROM bans WHERE room_id = $roomId AND user_id = $userId");

    public static readonly SqliteStatement CountMembers = new("SELECT member_count FROM rooms WHERE id = $roomId");

    public static readonly SqliteStatement CountRooms = new(
        "SELECT count(*) FROM (SELECT 1 FROM members WHERE user_id = $userId LIMIT $most)");

    public static readonly SqliteStatement ListMembers = new(
        "SELECT user_id, name, role, muted_until FROM members WHERE room_id = $roomId ORDER BY name, user_id LIMIT $limit");

    public static readonly SqliteStatement PageMembers = new(
        """
        SELECT user_id, name, role, muted_until FROM members
        WHERE room_id = $roomId AND user_id > $after ORDER BY user_id LIMIT $limit
        """);

    // The plus keeps SQLite from walking all members in the order of their names in order to spare itself sorting a few.
    public static readonly SqliteStatement ListTheseMembers = new(
        """
        SELECT user_id, name, role, muted_until FROM members
        WHERE room_id = (SELECT id FROM rooms WHERE name = $room) AND user_id IN (SELECT value FROM json_each($userIds))
        ORDER BY +name, user_id
        """);

    /// <summary>The indexes of the users who are members. CROSS JOIN keeps SQLite from scanning the rooms.</summary>
    public static readonly SqliteStatement AreMembers = new(
        """
        SELECT asked.key FROM json_each($asked) AS asked
        CROSS JOIN rooms ON rooms.name = json_extract(asked.value, '$[0]')
        CROSS JOIN members ON members.room_id = rooms.id AND members.user_id = json_extract(asked.value, '$[1]')
        """);

    // A repeat inserts nothing, which saves every other message a look-up of its id.
    public static readonly SqliteStatement AddMessage = new(
        """
        INSERT INTO messages (room_id, sequence, revision, message_id, user_id, name, text, posted_at, reply_to, ordinal)
        VALUES ($roomId, $revision, $revision, $messageId, $userId, $name, $text, $now, $replyTo, $ordinal)
        ON CONFLICT (message_id, room_id) DO NOTHING
        """);

    /// <summary>The same for a message with any of the columns that few have.</summary>
    public static readonly SqliteStatement AddDetailedMessage = new(
        """
        INSERT INTO messages (
            room_id, sequence, revision, message_id, user_id, name, text, posted_at, reply_to, kind, data, mentions, event,
            ordinal)
        VALUES (
            $roomId, $revision, $revision, $messageId, $userId, $name, $text, $now, $replyTo, $kind, $data, $mentions, $event, $ordinal)
        ON CONFLICT (message_id, room_id) DO NOTHING
        """);

    public static readonly SqliteStatement HasMessage = new(
        "SELECT 1 FROM messages WHERE room_id = $roomId AND message_id = $messageId");

    public static readonly SqliteStatement FindMessage = new(
        $"SELECT {Message} FROM messages WHERE room_id = $roomId AND message_id = $messageId");

    public static readonly SqliteStatement ChangeMessage = new(
        """
        UPDATE messages SET revision = $revision, text = $text, edited_at = $editedAt, deleted_at = $deletedAt, deleted_by = $deletedBy,
            data = iif($deletedAt IS NULL, data, NULL), mentions = iif($deletedAt IS NULL, mentions, NULL)
        WHERE message_id = $messageId AND room_id = $roomId
        """);

    // Two indexes, merged in their order: messages as they were posted, and messages that were changed since.
    public static readonly SqliteStatement Updates = new(
        $"""
        SELECT message_id, sequence, sequence AS revision, {Rest}
        FROM messages WHERE room_id = $roomId AND sequence > $after AND revision <= sequence
        UNION ALL
        SELECT {Message} FROM messages WHERE room_id = $roomId AND revision > $after AND revision > sequence
        ORDER BY 3 LIMIT $limit
        """);

    // The same two parts, by sequence.
    public static readonly SqliteStatement History = new(
        $"""
        SELECT {Message} FROM messages WHERE room_id = $roomId AND sequence < $before AND revision <= sequence
        UNION ALL
        SELECT {Message} FROM messages WHERE room_id = $roomId AND sequence < $before AND revision > sequence
        ORDER BY 2 DESC LIMIT $limit
        """);
}

/// <summary>One SQL text. Its values are given in the order in which its parameters first appear in it.</summary>
internal sealed partial class SqliteStatement(string text)
{
    public string Text { get; } = text;

    public string[] Parameters { get; } = [.. Parameter().Matches(text).Select(match => match.Value).Distinct()];

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Parameter();
}
