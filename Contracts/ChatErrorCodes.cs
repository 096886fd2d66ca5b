namespace SignalRChat.Contracts;

/// <summary>
/// The codes of refused calls. A refusal reaches the client as a <c>HubException</c> whose text is <c>code: sentence</c>. The
/// text of a refusal that may be retried ends in <c>Retry after N ms.</c> The meaning of a code never changes.
/// </summary>
public static class ChatErrorCodes
{
    /// <summary>A field is missing, malformed or out of range; the sentence names it. Permanent.</summary>
    public const string InvalidArgument = "invalid-argument";

    /// <summary>The hub has no such method. Permanent.</summary>
    public const string UnknownMethod = "unknown-method";

    /// <summary>The text is longer than the server accepts (<see cref="ChatLimits.TextLength"/> by default). Permanent.</summary>
    public const string TextTooLong = "text-too-long";

    /// <summary>
    /// The data of the message is larger than <see cref="ChatLimits.DataBytes"/> or deeper than <see cref="ChatLimits.DataDepth"/>.
    /// Permanent.
    /// </summary>
    public const string DataTooLarge = "data-too-large";

    /// <summary>
    /// The caller is not a member of this public room, or this connection has not joined the room: join it first. Permanent.
    /// </summary>
    public const string NotAMember = "not-a-member";

    /// <summary>There is no such room, or it is private and the caller is not a member. Permanent.</summary>
    public const string RoomNotFound = "room-not-found";

    /// <summary>There is a room of this name: another user's, or of another kind. Permanent for this name.</summary>
    public const string RoomExists = "room-exists";

    /// <summary>
    /// The room is private and the caller is not a member. Only older servers answer this; now it is <see cref="RoomNotFound"/>. Permanent.
    /// </summary>
    public const string RoomPrivate = "room-private";

    /// <summary>
    /// The caller is banned from the room or from the server, or the user who was to become a member is. Permanent until the ban is
    /// lifted.
    /// </summary>
    public const string Banned = "banned";

    /// <summary>
    /// The access token is not valid here: malformed, expired, revoked, or of another issuer or audience. Permanent for this token, unless
    /// the sentence ends in <c>Retry after N ms.</c>: then only a clock, or a revocation a moment ago, is against it. Get a token again.
    /// </summary>
    public const string InvalidToken = "invalid-token";

    /// <summary>
    /// The caller's role does not permit the call, or the target's role is as high as the caller's; or the caller's token does not
    /// permit the room. Permanent for these roles and this token.
    /// </summary>
    public const string Forbidden = "forbidden";

    /// <summary>A moderator muted the caller in the room. Permanent until the mute ends.</summary>
    public const string Muted = "muted";

    /// <summary>
    /// The room has a slow mode, and the caller posted a moment ago. The sentence ends in <c>Retry after N ms.</c>: retry after that time,
    /// with the same message id.
    /// </summary>
    public const string SlowMode = "slow-mode";

    /// <summary>The target user is not a member of the room. Permanent.</summary>
    public const string MemberNotFound = "member-not-found";

    /// <summary>The change would leave the room without an owner: make another member an owner first. Permanent.</summary>
    public const string LastOwner = "last-owner";

    /// <summary>The room has as many members as it may have. Permanent while it has them.</summary>
    public const string RoomFull = "room-full";

    /// <summary>
    /// The connection reached its limit of rooms (<see cref="ChatLimits.RoomsPerConnection"/>), or the user is a member of as many rooms as
    /// the server permits. Unsubscribe from a room, or leave one.
    /// </summary>
    public const string TooManyRooms = "too-many-rooms";

    /// <summary>
    /// The user reached the limit of rooms that one user may create. Permanent until a room of the user has no members and no
    /// messages, and was created more than 24 h ago. The user can still join existing rooms.
    /// </summary>
    public const string TooManyRoomsMade = "too-many-rooms-made";

    /// <summary>The user blocks <see cref="ChatLimits.Blocks"/> users already: lift a block first.</summary>
    public const string TooManyBlocks = "too-many-blocks";

    /// <summary>The room has no such message, or not the one that a new message replies to. Permanent.</summary>
    public const string MessageNotFound = "message-not-found";

    /// <summary>The message belongs to another user. Permanent.</summary>
    public const string NotTheAuthor = "not-the-author";

    /// <summary>
    /// The app's policy refuses the message; the sentence is the app's. Permanent for this message: the same text is refused again.
    /// </summary>
    public const string MessageRejected = "message-rejected";

    /// <summary>The message was deleted: it cannot be edited, and takes no reactions. Permanent.</summary>
    public const string MessageDeleted = "message-deleted";

    /// <summary>
    /// The message has <see cref="ChatLimits.ReactionsPerMessage"/> different emoji, and not this one. Permanent while it has them.
    /// </summary>
    public const string TooManyReactions = "too-many-reactions";

    /// <summary>The message is no longer as the caller read it; only the server API answers this. Read it again.</summary>
    public const string PreconditionFailed = "precondition-failed";

    /// <summary>The room has a message of another user with this id: choose a new id. Permanent for this id.</summary>
    public const string MessageIdTaken = "message-id-taken";

    /// <summary>
    /// The cursor is beyond the room's head, for example after a restored backup: join again to start over. Permanent for this cursor.
    /// </summary>
    public const string CursorUnknown = "cursor-unknown";

    /// <summary>The caller exceeded the rate limit of a user. Retry with the same message id after the given time.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>The server is overloaded. Retry with the same message id after the given time.</summary>
    public const string Busy = "busy";

    /// <summary>
    /// The database does not answer, is locked or is full. The server acknowledged nothing. Retry with the same message id
    /// after the given time.
    /// </summary>
    public const string StorageUnavailable = "storage-unavailable";

    /// <summary>The node is draining: reconnect and retry with the same message id.</summary>
    public const string NodeDraining = "node-draining";

    /// <summary>A defect of the server. The sentence holds the trace id of the entry in the server's log.</summary>
    public const string InternalError = "internal-error";
}
