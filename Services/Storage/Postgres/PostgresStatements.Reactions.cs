namespace SignalRChat.Services.Storage.Postgres;

internal static partial class PostgresStatements
{
    /// <summary>The columns in the order in which <see cref="ReactionReads.Read"/> reads them.</summary>
    private const string ReactionColumns = "message_id, sequence, revision, tallies";

    private const string AskedMessage =
        $"""
        JOIN rooms ON rooms.name = asked.room
        CROSS JOIN LATERAL (
            SELECT room_id, sequence FROM messages
            WHERE messages.message_id = asked.message_id AND room_id = rooms.id {WholeKey}
        ) AS message
        """;

    public const string FindReactions =
        $"""
        SELECT found.* FROM unnest($1::text[], $2::uuid[]) AS asked (room, message_id)
        {AskedMessage}
        CROSS JOIN LATERAL (
            SELECT {ReactionColumns}, room_id FROM message_reactions
            WHERE room_id = message.room_id AND sequence = message.sequence {WholeKey}
        ) AS found
        """;

    /// <summary>Those of the asked reactions that there are.</summary>
    public const string FindReacted =
        $"""
        SELECT message.room_id, message.sequence, asked.emoji, asked.user_id
        FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[]) AS asked (room, message_id, emoji, user_id)
        {AskedMessage}
        CROSS JOIN LATERAL (
            SELECT FROM reactions WHERE room_id = message.room_id AND sequence = message.sequence
                AND reactions.emoji = asked.emoji AND reactions.user_id = asked.user_id {WholeKey}
        ) AS found
        """;

    /// <summary>The newest users of each asked emoji, the newest first.</summary>
    public const string FindReactors =
        $"""
        SELECT message.room_id, message.sequence, asked.emoji, newest.user_id
        FROM unnest($1::text[], $2::uuid[], $3::text[]) AS asked (room, message_id, emoji)
        {AskedMessage}
        CROSS JOIN LATERAL (
            SELECT user_id, revision FROM reactions
            WHERE sequence + 0 = message.sequence AND room_id = message.room_id AND reactions.emoji = asked.emoji
            ORDER BY sequence + 0 DESC, room_id DESC, emoji DESC, revision DESC LIMIT $4
        ) AS newest
        ORDER BY newest.revision DESC
        """;

    public const string AddReactions =
        """
        INSERT INTO reactions (room_id, sequence, emoji, user_id, revision)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
        ON CONFLICT (room_id, sequence, emoji, user_id) DO UPDATE SET revision = excluded.revision
        """;

    public const string RemoveReactions =
        """
        DELETE FROM reactions USING unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) AS gone (room_id, sequence, emoji, user_id)
        WHERE reactions.room_id = gone.room_id AND reactions.sequence = gone.sequence
            AND reactions.emoji = gone.emoji AND reactions.user_id = gone.user_id
        """;

    public const string ChangeReactions =
        """
        INSERT INTO message_reactions (room_id, sequence, revision, message_id, tallies)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[])
        ON CONFLICT (room_id, sequence) DO UPDATE SET revision = excluded.revision, tallies = excluded.tallies
        """;

    /// <summary>
    /// The reactions that a page of <see cref="Updates"/> may have to include. It runs after that statement. Reactions that have
    /// changed meanwhile have a revision beyond the page's head.
    /// </summary>
    public const string Reactions =
        $"""
        SELECT page.* FROM rooms CROSS JOIN LATERAL (
            SELECT {ReactionColumns} FROM message_reactions WHERE room_id = rooms.id AND revision > $2 ORDER BY revision LIMIT $3
        ) AS page
        WHERE rooms.name = $1 ORDER BY page.revision
        """;

    /// <summary>The same for a page of <see cref="HistoryForMember"/>.</summary>
    public const string HistoryReactions =
        $"""
        SELECT page.* FROM rooms CROSS JOIN LATERAL (
            SELECT {ReactionColumns} FROM message_reactions WHERE room_id = rooms.id AND sequence < $2 ORDER BY sequence DESC LIMIT $3
        ) AS page
        WHERE rooms.name = $1 ORDER BY page.sequence DESC
        """;
}
