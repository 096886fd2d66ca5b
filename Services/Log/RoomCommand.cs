namespace SignalRChat.Services.Log;

/// <summary>One change to one room, requested by one user. Commands are stored in their order in the batch.</summary>
internal abstract record RoomCommand(string Room, ChatUser User);

/// <summary>
/// Makes the user a member. If the room does not exist, creates it, public and owned by the user. With a cursor, a client rejoins
/// without its user's decision. It is refused if the membership ended at or after the cursor: only the user may decide to join
/// again. With a cursor of another epoch it is refused if the membership ever ended.
/// </summary>
internal sealed record JoinCommand(string Room, ChatUser User, long? After = null, string? Epoch = null) : RoomCommand(Room, User)
{
    /// <summary>The most rooms that the user may have made, including this one if the command makes it.</summary>
    public int MostMade { get; init; } = int.MaxValue;
}

/// <summary>Ends the user's membership.</summary>
internal sealed record LeaveCommand(string Room, ChatUser User) : RoomCommand(Room, User);

/// <summary>Posts a message under an id chosen by the client (canonical lower-case UUID).</summary>
internal sealed record PostCommand(string Room, ChatUser User, string MessageId, string Text, string? ReplyTo) : RoomCommand(Room, User);

/// <summary>Gives one of the user's messages another text.</summary>
internal sealed record EditCommand(string Room, ChatUser User, string MessageId, string Text) : RoomCommand(Room, User);

/// <summary>Takes the text from one of the user's messages.</summary>
internal sealed record DeleteCommand(string Room, ChatUser User, string MessageId) : RoomCommand(Room, User);

/// <summary>An action of one user on another; their roles decide whether it is permitted.</summary>
internal abstract record ModerationCommand(string Room, ChatUser User, string TargetId) : RoomCommand(Room, User);

/// <summary>Ends the target's membership.</summary>
internal sealed record KickCommand(string Room, ChatUser User, string TargetId) : ModerationCommand(Room, User, TargetId);

/// <summary>Ends the target's membership, if there is one, and bars the target.</summary>
internal sealed record BanCommand(string Room, ChatUser User, string TargetId) : ModerationCommand(Room, User, TargetId);

/// <summary>Lifts the target's ban.</summary>
internal sealed record UnbanCommand(string Room, ChatUser User, string TargetId) : ModerationCommand(Room, User, TargetId);

/// <summary>Gives the target, a member, a role of <see cref="RoomRoles"/>.</summary>
internal sealed record SetRoleCommand(string Room, ChatUser User, string TargetId, string Role) : ModerationCommand(Room, User, TargetId);
