namespace SignalRChat.Client;

/// <summary>
/// The changes of a room: of messages, reactions, members and the settings. Ranges follow one another without a gap, so the app receives
/// each change once and in order.
/// </summary>
public sealed record RoomChanges
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>
    /// The app's position after it has handled this event. After a restart, pass it to
    /// <see cref="ChatClient.JoinAsync(string, RoomCursor, CancellationToken)"/>.
    /// </summary>
    public required RoomCursor Cursor { get; init; }

    /// <summary>
    /// By revision, ascending. A message whose sequence equals its revision is new; any other message was edited or deleted.
    /// </summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>
    /// The reactions that changed, by revision, ascending: all reactions to each of these messages, which need not be in
    /// <see cref="Messages"/>. The one with the highest revision applies.
    /// </summary>
    public IReadOnlyList<MessageReactions> Reactions { get; init; } = [];

    /// <summary>
    /// The members who changed, by revision, ascending: a new role or mute, and the ends of memberships. In a room that announces
    /// also joins.
    /// </summary>
    public IReadOnlyList<ChangedMember> Members { get; init; } = [];

    /// <summary>The settings of the room if they changed, otherwise null.</summary>
    public RoomInfo? Info { get; init; }

    /// <summary>True if the client missed these changes and fetched them afterwards.</summary>
    public bool IsCatchUp { get; init; }
}

/// <summary>A room starts over: drop all data of it and begin with these messages.</summary>
public sealed record RoomReset
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>The app's position after it has handled this event.</summary>
    public required RoomCursor Cursor { get; init; }

    /// <summary>The newest messages; <see cref="ChatClient.GetHistoryAsync"/> returns older ones.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The reactions to these messages.</summary>
    public IReadOnlyList<MessageReactions> Reactions { get; init; } = [];

    /// <summary>The settings of the room; null if an older server omits them.</summary>
    public RoomInfo? Info { get; init; }
}

/// <summary>The client rejoined a room after a lost connection, and has delivered everything that it missed.</summary>
public sealed record RoomRejoined
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>
    /// The number of messages that were new or changed during the outage. After a <see cref="WasReset"/> it is unknown, and 0.
    /// </summary>
    public int Missed { get; init; }

    /// <summary>True if the server rejected the cursor: the client raised <see cref="RoomReset"/> before this event.</summary>
    public bool WasReset { get; init; }

    /// <summary>The answer to the join: the role, and the present users.</summary>
    public required JoinRoomResult Join { get; init; }
}

/// <summary>A followed room is lost: the server permanently refused the rejoin, or the read of missed changes.</summary>
public sealed record RoomRefused
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>The refusal of the server.</summary>
    public required ChatRefusedException Error { get; init; }
}
