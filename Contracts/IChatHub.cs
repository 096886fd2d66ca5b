namespace SignalRChat.Contracts;

/// <summary>
/// What a client calls. Each method takes one request record, so that fields can be added. Every method can be refused with
/// <see cref="ChatErrorCodes.InvalidArgument"/>, <see cref="ChatErrorCodes.RateLimited"/>, <see cref="ChatErrorCodes.StorageUnavailable"/>,
/// <see cref="ChatErrorCodes.NodeDraining"/> and <see cref="ChatErrorCodes.InternalError"/>; the others are named at the method.
/// </summary>
public interface IChatHub
{
    /// <summary>
    /// Makes the caller a member of a public room (the first one makes the room and owns it) and lets this connection hear it.
    /// With a cursor it answers what changed since, without one a snapshot. Refused with
    /// <see cref="ChatErrorCodes.RoomPrivate"/>, <see cref="ChatErrorCodes.Banned"/>, <see cref="ChatErrorCodes.TooManyRooms"/>,
    /// <see cref="ChatErrorCodes.TooManyRoomsMade"/> (the room does not exist, and the caller made as many as a user may),
    /// <see cref="ChatErrorCodes.Busy"/>, or <see cref="ChatErrorCodes.NotAMember"/>: the membership ended meanwhile, or at the
    /// cursor or after it, and then the next join, if the user wants to be in the room again, goes without one.
    /// </summary>
    Task<JoinRoomResult> JoinRoom(JoinRoomRequest request);

    /// <summary>
    /// Ends the caller's membership: every connection of the user stops hearing the room. Leaving a room one is not in does nothing.
    /// Refused with <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task LeaveRoom(LeaveRoomRequest request);

    /// <summary>
    /// Stores a message and answers once it is on disk. The same message id sent again answers the same place with
    /// <see cref="SendMessageResult.Duplicate"/> set, however often and on whichever node.
    /// Refused with <see cref="ChatErrorCodes.TextTooLong"/>, <see cref="ChatErrorCodes.NotAMember"/>,
    /// <see cref="ChatErrorCodes.MessageIdTaken"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<SendMessageResult> SendMessage(SendMessageRequest request);

    /// <summary>
    /// Gives one of the caller's own messages another text. The same edit again changes nothing and answers the revision it has.
    /// Refused with <see cref="ChatErrorCodes.TextTooLong"/>, <see cref="ChatErrorCodes.NotAMember"/>,
    /// <see cref="ChatErrorCodes.MessageNotFound"/>, <see cref="ChatErrorCodes.NotTheAuthor"/>,
    /// <see cref="ChatErrorCodes.MessageDeleted"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<ChangeMessageResult> EditMessage(EditMessageRequest request);

    /// <summary>
    /// Takes the text from one of the caller's own messages; its place stays. Deleting it again answers the revision it has.
    /// Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageNotFound"/>,
    /// <see cref="ChatErrorCodes.NotTheAuthor"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<ChangeMessageResult> DeleteMessage(DeleteMessageRequest request);

    /// <summary>
    /// What changed in a room after a cursor, a page at a time: go on from <see cref="GetUpdatesResult.Through"/> while
    /// <see cref="GetUpdatesResult.HasMore"/>.
    /// Refused with <see cref="ChatErrorCodes.NotAMember"/> or <see cref="ChatErrorCodes.CursorUnknown"/>.
    /// </summary>
    Task<GetUpdatesResult> GetUpdates(GetUpdatesRequest request);

    /// <summary>Messages before a place, the newest page first. Refused with <see cref="ChatErrorCodes.NotAMember"/>.</summary>
    Task<GetHistoryResult> GetHistory(GetHistoryRequest request);

    /// <summary>
    /// Tells the room that the caller is typing, at most every <see cref="ChatLimits.TypingInterval"/>; it ends by itself after
    /// <see cref="ChatLimits.TypingLifetime"/>, by a message, or by <see cref="StopTyping"/>. This connection must have joined the room:
    /// otherwise <see cref="ChatErrorCodes.NotAMember"/>. It is not told of its own typing; the user's other connections are.
    /// </summary>
    Task StartTyping(StartTypingRequest request);

    /// <summary>Tells the room that the caller stopped typing. Refused with <see cref="ChatErrorCodes.NotAMember"/>.</summary>
    Task StopTyping(StopTypingRequest request);

    /// <summary>
    /// The members of a room, those present first, then by name; at most <see cref="ChatLimits.PageSize"/>.
    /// Refused with <see cref="ChatErrorCodes.NotAMember"/>.
    /// </summary>
    Task<GetMembersResult> GetMembers(GetMembersRequest request);

    /// <summary>The public rooms and the private ones the caller is a member of, by name.</summary>
    Task<ListRoomsResult> ListRooms(ListRoomsRequest request);

    /// <summary>
    /// Ends another user's membership, on every connection and node; a public room may be joined again. For moderators and
    /// owners, on whoever has a lower role. One who is not a member is answered with the room's head. Refused with
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<RemoveMemberResult> KickMember(KickMemberRequest request);

    /// <summary>
    /// Bans a user, member or not, until the ban is lifted, and ends the membership. For moderators and owners, on whoever has a
    /// lower role. Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/> or
    /// <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<RemoveMemberResult> BanMember(BanMemberRequest request);

    /// <summary>
    /// Lifts a ban; where there is none it does nothing. The user is not a member by it. For moderators and owners.
    /// Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task UnbanMember(UnbanMemberRequest request);

    /// <summary>
    /// Gives a member a role. For owners, on whoever is not one, and on themselves while there is another owner. Refused with
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/>,
    /// <see cref="ChatErrorCodes.MemberNotFound"/>, <see cref="ChatErrorCodes.LastOwner"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task SetRole(SetRoleRequest request);
}
