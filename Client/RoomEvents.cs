using SignalRChat.Contracts;

namespace SignalRChat.Client;

/// <summary>Messages that are new or changed. Ranges follow one another without a gap, so each change comes once and in order.</summary>
public sealed record RoomChanges
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>
    /// Where the app stands once it has handled this: what to give to
    /// <see cref="ChatClient.JoinAsync(string, RoomCursor, CancellationToken)"/> after a restart.
    /// </summary>
    public required RoomCursor Cursor { get; init; }

    /// <summary>By revision, ascending. A message whose sequence is its revision is new, another one was edited or deleted.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>These were missed and fetched afterwards, not heard live.</summary>
    public bool IsCatchUp { get; init; }
}

/// <summary>A room starts over: throw away what was known of it and begin with these messages.</summary>
public sealed record RoomReset
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>Where the app stands once it has handled this.</summary>
    public required RoomCursor Cursor { get; init; }

    /// <summary>The newest messages; older ones by <see cref="ChatClient.GetHistoryAsync"/>.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }
}

/// <summary>A room was joined again after a lost connection, and everything missed has been handed over.</summary>
public sealed record RoomRejoined
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>
    /// How many messages were new or changed while the connection was away; after a <see cref="WasReset"/> not known, and 0.
    /// </summary>
    public int Missed { get; init; }

    /// <summary>The cursor could not be honoured: a <see cref="RoomReset"/> went before this.</summary>
    public bool WasReset { get; init; }

    /// <summary>The answer to the join: the role, and who is there now.</summary>
    public required JoinRoomResult Join { get; init; }
}

/// <summary>A room that was followed is lost: joining it again, or reading what was missed, was refused for good.</summary>
public sealed record RoomRefused
{
    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>What the server said.</summary>
    public required ChatRefusedException Error { get; init; }
}
