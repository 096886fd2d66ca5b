namespace SignalRChat.Services.Log;

/// <summary>
/// One change to one room, or to one user, requested by one user. Commands are stored in their order in the batch.
/// </summary>
internal abstract record RoomCommand(string Room, ChatUser User);

/// <summary>
/// The command of a backend. It acts as <see cref="RoomPermissions.Service"/>: its user need not be a member, and may be nobody.
/// </summary>
internal sealed record ServiceCommand(RoomCommand Command) : RoomCommand(Command.Room, Command.User)
{
    /// <summary>The revision that the message, or the settings of the room, must have before the change; null for any.</summary>
    public IfRevision? Condition { get; init; }

    /// <summary>
    /// The user of a command that names none, and the author of a system message: no user of a token has this id. The name is for
    /// clients that do not know the kind of a message.
    /// </summary>
    public static ChatUser Nobody { get; } = new() { UserId = "", Name = "System" };
}

/// <summary>The condition of a change: there is what it changes, with this revision; null for any.</summary>
internal sealed record IfRevision(long? Revision)
{
    public static IfRevision Any { get; } = new((long?)null);

    /// <summary>No revision is below 0.</summary>
    public static IfRevision None { get; } = new(-1);

    /// <param name="present">The revision of what there is; null if there is nothing.</param>
    public bool Permits(long? present) => present is not null && (Revision is null || Revision == present);
}

/// <summary>
/// Makes the user a member. If the room does not exist, creates it, public and owned by the user. With a cursor, a client rejoins
/// without its user's decision. It is refused if the membership ended at or after the cursor: only the user may decide to join
/// again. With a cursor of another epoch it is refused if the membership ever ended.
/// </summary>
internal sealed record JoinCommand(string Room, ChatUser User, long? After = null, string? Epoch = null) : RoomCommand(Room, User)
{
    /// <summary>The most rooms that the user may have made, including this one if the command makes it.</summary>
    public int MostMade { get; init; } = int.MaxValue;

    /// <summary>Whether the user may make the room if it does not exist.</summary>
    public bool MayMake { get; init; } = true;

    /// <summary>
    /// Whether the user is a member, who only brings another name. The app was not asked: a membership that has ended meanwhile does not
    /// begin again.
    /// </summary>
    public bool MustBeMember { get; init; }

    /// <summary>Null for none.</summary>
    public MembershipLimits? Limits { get; init; }

    /// <summary>The grant of the user's token; null for a token without one.</summary>
    public ChatGrant? Grant { get; init; }
}

/// <summary>Creates a room of this kind, owned by the user, with these users as members.</summary>
internal sealed record CreateCommand(string Room, ChatUser User, string Kind) : RoomCommand(Room, User)
{
    public string? Title { get; init; }

    public string? Data { get; init; }

    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>The most rooms that the user may have made, including this one.</summary>
    public int MostMade { get; init; } = int.MaxValue;

    /// <summary>Whether the user may make rooms of this kind.</summary>
    public bool MayMake { get; init; } = true;

    /// <summary>Null for none.</summary>
    public MembershipLimits? Limits { get; init; }

    /// <summary>The grant of the user's token; null for a token without one.</summary>
    public ChatGrant? Grant { get; init; }
}

/// <summary>Ends the user's membership.</summary>
internal sealed record LeaveCommand(string Room, ChatUser User) : RoomCommand(Room, User);

/// <summary>Posts a message under an id chosen by the client (canonical lower-case UUID).</summary>
internal sealed record PostCommand(string Room, ChatUser User, string MessageId, string Text, string? ReplyTo) : RoomCommand(Room, User)
{
    public PostDetails? Details { get; init; }
}

/// <summary>Gives one of the user's messages another text.</summary>
internal sealed record EditCommand(string Room, ChatUser User, string MessageId, string Text) : RoomCommand(Room, User)
{
    /// <summary>The grant of the user's token; null for a token without one.</summary>
    public ChatGrant? Grant { get; init; }
}

/// <summary>Takes the text from one of the user's messages, or from one of a user with a lower role.</summary>
internal sealed record DeleteCommand(string Room, ChatUser User, string MessageId) : RoomCommand(Room, User)
{
    /// <summary>The grant of the user's token; null for a token without one.</summary>
    public ChatGrant? Grant { get; init; }
}

/// <summary>Adds a reaction of the user to a message, or takes it back.</summary>
internal sealed record ReactCommand(string Room, ChatUser User, string MessageId, string Emoji, bool IsOn) : RoomCommand(Room, User);

/// <summary>An action of one user on another; their roles decide whether it is permitted.</summary>
internal abstract record ModerationCommand(string Room, ChatUser User, string TargetId) : RoomCommand(Room, User)
{
    /// <summary>The grant of the user's token; null for a token without one.</summary>
    public ChatGrant? Grant { get; init; }
}

/// <summary>Ends the target's membership.</summary>
internal sealed record KickCommand(string Room, ChatUser User, string TargetId) : ModerationCommand(Room, User, TargetId);

/// <summary>Ends the target's membership, if there is one, and bars the target.</summary>
internal sealed record BanCommand(string Room, ChatUser User, string TargetId) : ModerationCommand(Room, User, TargetId);

/// <summary>Makes the target a member with a role of <see cref="RoomRoles"/>.</summary>
internal sealed record InviteCommand(string Room, ChatUser User, string TargetId, string Role) : ModerationCommand(Room, User, TargetId)
{
    /// <summary>Null for none.</summary>
    public MembershipLimits? Limits { get; init; }
}

/// <summary>Lifts the target's ban.</summary>
internal sealed record UnbanCommand(string Room, ChatUser User, string TargetId) : ModerationCommand(Room, User, TargetId);

/// <summary>Gives the target, a member, a role of <see cref="RoomRoles"/>.</summary>
internal sealed record SetRoleCommand(string Room, ChatUser User, string TargetId, string Role) : ModerationCommand(Room, User, TargetId);

/// <summary>Makes the user and another one members of their direct room, whose name this is. Makes the room if it does not exist.</summary>
internal sealed record OpenDirectCommand(string Room, ChatUser User, string OtherId) : RoomCommand(Room, User)
{
    /// <summary>The most rooms that the user may have made, including this one if the command makes it.</summary>
    public int MostMade { get; init; } = int.MaxValue;

    /// <summary>Whether the user may make direct rooms.</summary>
    public bool MayMake { get; init; } = true;

    /// <summary>Null for none.</summary>
    public MembershipLimits? Limits { get; init; }

    /// <summary>The grant of the user's token; null for a token without one.</summary>
    public ChatGrant? Grant { get; init; }
}

/// <summary>Blocks another user, or lifts the block. The room is their direct room, which need not exist.</summary>
internal sealed record BlockCommand(string Room, ChatUser User, string OtherId, bool IsOn) : RoomCommand(Room, User);

/// <summary>Reports a message to the operator.</summary>
internal sealed record ReportCommand(string Room, ChatUser User, string MessageId, string Reason) : RoomCommand(Room, User);

/// <summary>
/// Makes a room without members, if there is no room of this name. A room of the other kind is refused. Only for a service.
/// </summary>
internal sealed record MakeRoomCommand(string Room, ChatUser User, bool IsPrivate) : RoomCommand(Room, User)
{
    /// <summary>The settings that the room gets, also if it exists; null for none.</summary>
    public SetRoomCommand? Settings { get; init; }
}

/// <summary>
/// Makes a private room if there is none of this name, and makes these users its members, the first one its owner. Members keep their
/// roles, and banned users stay out. A public room of this name is refused. Only for a service: the configuration of the server.
/// </summary>
internal sealed record ProvisionCommand(string Room, IReadOnlyList<ChatUser> Members) : RoomCommand(Room, ServiceCommand.Nobody);

/// <summary>
/// Makes the target a member, with this role or as <see cref="RoomRoles.Member"/>. A member gets the name, unless it is empty, and the
/// role, unless it is null. Only for a service.
/// </summary>
internal sealed record AddMemberCommand(string Room, ChatUser User, ChatUser Target, string? Role) : RoomCommand(Room, User)
{
    /// <summary>The name of a new member if the target has none; null for one made of the user id.</summary>
    public string? DefaultName { get; init; }

    /// <summary>Null for none.</summary>
    public MembershipLimits? Limits { get; init; }
}

/// <summary>
/// Mutes the target, a member, until a time in Unix milliseconds. Null, or a time that has passed, lifts the mute.
/// </summary>
internal sealed record MuteCommand(string Room, ChatUser User, string TargetId, long? Until) : ModerationCommand(Room, User, TargetId);

/// <summary>
/// Changes the settings of a room. Null leaves one as it is; an empty title or empty data removes it, and
/// <see cref="ChatLimits.OfServer"/> a number. The values must be valid.
/// </summary>
internal sealed record SetRoomCommand(string Room, ChatUser User) : RoomCommand(Room, User)
{
    public string? Title { get; init; }

    /// <summary>The text of a JSON object.</summary>
    public string? Data { get; init; }

    public bool? Announce { get; init; }

    public string? Posting { get; init; }

    public int? SlowModeSeconds { get; init; }

    public int? MaxMembers { get; init; }

    public bool? Typing { get; init; }

    public string? Presence { get; init; }

    public int? RetentionDays { get; init; }

    public bool? IsArchived { get; init; }

    /// <summary>The command of a request that was checked.</summary>
    public static SetRoomCommand Of(SetRoomRequest request, ChatUser user) => new(request.Room, user)
    {
        Title = request.Title,
        Data = request.Data is { } data && FieldRules.IsEmptyObject(data) ? "" : request.Data,
        Announce = request.Announce,
        Posting = request.Posting,
        SlowModeSeconds = request.SlowModeSeconds,
        MaxMembers = request.MaxMembers,
        Typing = request.Typing,
        Presence = request.Presence,
        RetentionDays = request.RetentionDays,
    };

    /// <summary>The settings after the command.</summary>
    public RoomSettings Apply(RoomSettings before, long now) => before with
    {
        Title = Title is null ? before.Title : OrNull(Title),
        Data = Data is null ? before.Data : OrNull(Data),
        Announce = Announce ?? before.Announce,
        Posting = Posting ?? before.Posting,
        SlowModeSeconds = SlowModeSeconds ?? before.SlowModeSeconds,
        MaxMembers = MaxMembers is null ? before.MaxMembers : MaxMembers == ChatLimits.OfServer ? null : MaxMembers,
        Typing = Typing ?? before.Typing,
        Presence = Presence ?? before.Presence,
        RetentionDays = RetentionDays is null ? before.RetentionDays : RetentionDays == ChatLimits.OfServer ? null : RetentionDays,
        ArchivedAt = IsArchived switch
        {
            null => before.ArchivedAt,
            true => before.ArchivedAt ?? now,
            false => null,
        },
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>
/// The result of one command. <see cref="RefusalCode"/> is null when the command is stored. Otherwise it is one of
/// <see cref="ChatErrorCodes"/>, and nothing was changed.
/// </summary>
internal readonly record struct RoomCommandResult
{
    public string? RefusalCode { get; init; }

    /// <summary>Nothing was done, because another session holds the room and the caller did not want to wait for it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The message's sequence; 0 for a command that is not about a message.</summary>
    public long Sequence { get; init; }

    /// <summary>The message's revision, or the removal's if a membership ended; otherwise the room's head at that point.</summary>
    public long Revision { get; init; }

    /// <summary>When the message was first stored, in Unix milliseconds.</summary>
    public long PostedAt { get; init; }

    /// <summary>An earlier attempt had already stored it (the same change was made, or there was nothing to change).</summary>
    public bool Duplicate { get; init; }

    /// <summary>After which time the refused command may succeed, in milliseconds; 0 if it is not known.</summary>
    public int RetryAfter { get; init; }

    /// <summary>The user's role after a join, or the target's after it was made a member.</summary>
    public string? Role { get; init; }
}

/// <summary>
/// The result of a committed batch: <see cref="Results"/> by the index of the command, and one <see cref="RoomUpdate"/> for each changed
/// room. An update covers the room from its head before the batch to its head after it, each changed message once with its newest revision.
/// If the batch ended a membership, the update has no messages: the feed must read them with the removal from the database.
/// </summary>
internal sealed record BatchResult(RoomCommandResult[] Results, IReadOnlyList<RoomUpdate> Updates)
{
    /// <summary>The users whose inboxes the batch changed.</summary>
    public IReadOnlyCollection<string> Inboxes { get; init; } = [];
}
