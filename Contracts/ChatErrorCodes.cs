namespace SignalRChat.Contracts;

/// <summary>
/// The codes a call can be refused with. A refusal reaches the client as a <c>HubException</c> whose text is <c>code: sentence</c>;
/// one that may be retried ends in <c>Retry after N ms.</c> A code keeps its meaning for ever.
/// </summary>
public static class ChatErrorCodes
{
    /// <summary>A field is missing, malformed or out of its range; the sentence names it. Permanent.</summary>
    public const string InvalidArgument = "invalid-argument";

    /// <summary>The hub has no such method. Permanent.</summary>
    public const string UnknownMethod = "unknown-method";

    /// <summary>The text is longer than the server takes (<see cref="ChatLimits.TextLength"/> unless set otherwise). Permanent.</summary>
    public const string TextTooLong = "text-too-long";

    /// <summary>The caller is not a member of the room, or there is no such room: join it first. Permanent.</summary>
    public const string NotAMember = "not-a-member";

    /// <summary>The room is private and the caller has not been made a member. Permanent.</summary>
    public const string RoomPrivate = "room-private";

    /// <summary>A moderator banned the caller from the room. Permanent until the ban is lifted.</summary>
    public const string Banned = "banned";

    /// <summary>The caller's role does not allow it, or the other one's role is as high. Permanent for these roles.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The user it is to be done to is not a member of the room. Permanent.</summary>
    public const string MemberNotFound = "member-not-found";

    /// <summary>It would leave the room without an owner: make another member one first. Permanent.</summary>
    public const string LastOwner = "last-owner";

    /// <summary>The connection is in as many rooms as it may be (<see cref="ChatLimits.RoomsPerConnection"/>). Leave one first.</summary>
    public const string TooManyRooms = "too-many-rooms";

    /// <summary>
    /// The user made as many rooms as a user may. Permanent until a room that the user made is empty: without members and without messages.
    /// Rooms that exist can still be joined.
    /// </summary>
    public const string TooManyRoomsMade = "too-many-rooms-made";

    /// <summary>The room has no such message. Permanent.</summary>
    public const string MessageNotFound = "message-not-found";

    /// <summary>The message is another user's. Permanent.</summary>
    public const string NotTheAuthor = "not-the-author";

    /// <summary>The message was deleted and cannot be edited. Permanent.</summary>
    public const string MessageDeleted = "message-deleted";

    /// <summary>The room holds a message of another user under this id: choose a new id. Permanent for this id.</summary>
    public const string MessageIdTaken = "message-id-taken";

    /// <summary>
    /// The cursor lies beyond the room's head, as after a restored backup: join again to start over. Permanent for this cursor.
    /// </summary>
    public const string CursorUnknown = "cursor-unknown";

    /// <summary>The caller is faster than one user may be. Retry with the same message id after the time given.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>The server takes no more at the moment. Retry with the same message id after the time given.</summary>
    public const string Busy = "busy";

    /// <summary>
    /// The database does not answer, is locked or is full. Nothing was acknowledged; retry with the same message id after the
    /// time given.
    /// </summary>
    public const string StorageUnavailable = "storage-unavailable";

    /// <summary>The node is leaving: reconnect and retry with the same message id.</summary>
    public const string NodeDraining = "node-draining";

    /// <summary>A defect of the server. The sentence holds the trace id to look for in its log.</summary>
    public const string InternalError = "internal-error";
}
