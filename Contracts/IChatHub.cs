namespace SignalRChat.Contracts;

/// <summary>
/// The methods that a client calls. Each method takes one request record, so that fields can be added. Every method can be
/// refused with <see cref="ChatErrorCodes.InvalidArgument"/>, <see cref="ChatErrorCodes.RateLimited"/>,
/// <see cref="ChatErrorCodes.StorageUnavailable"/>, <see cref="ChatErrorCodes.NodeDraining"/> and
/// <see cref="ChatErrorCodes.InternalError"/>. Each method lists its other codes. A method that can be refused with
/// <see cref="ChatErrorCodes.NotAMember"/> is refused with <see cref="ChatErrorCodes.RoomNotFound"/> if there is no such room, or a
/// private one that the caller is not a member of.
/// </summary>
public interface IChatHub
{
    /// <summary>
    /// Makes the caller a member of a public room and subscribes this connection to it. The first caller creates the room and
    /// owns it. With a cursor, returns the changes after it; without a cursor, returns a snapshot. Refused with
    /// <see cref="ChatErrorCodes.RoomNotFound"/> (the room is private, or it does not exist and the caller may not make it),
    /// <see cref="ChatErrorCodes.Forbidden"/> (the caller's token does not permit the room, or the app that hosts the server does not),
    /// <see cref="ChatErrorCodes.Banned"/>, <see cref="ChatErrorCodes.RoomFull"/>, <see cref="ChatErrorCodes.TooManyRooms"/>,
    /// <see cref="ChatErrorCodes.TooManyRoomsMade"/> (the room does not exist, and the caller reached the limit of rooms),
    /// <see cref="ChatErrorCodes.Busy"/> or <see cref="ChatErrorCodes.NotAMember"/>. The last one means that the membership ended
    /// meanwhile, or at or after the cursor. If the user wants to be in the room again, the next join omits the cursor.
    /// </summary>
    Task<JoinRoomResult> JoinRoom(JoinRoomRequest request);

    /// <summary>
    /// Makes a room that the caller owns, and the given users its members. A repeat with the same name answers as the first call. Refused
    /// with <see cref="ChatErrorCodes.Forbidden"/> (the caller may not make rooms of this kind or name, or the app that hosts the
    /// server does not permit this one), <see cref="ChatErrorCodes.RoomExists"/>,
    /// <see cref="ChatErrorCodes.TooManyRoomsMade"/>, <see cref="ChatErrorCodes.TooManyRooms"/> (the caller or one of the users is a member
    /// of too many), <see cref="ChatErrorCodes.RoomFull"/>, <see cref="ChatErrorCodes.DataTooLarge"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<CreateRoomResult> CreateRoom(CreateRoomRequest request);

    /// <summary>
    /// Ends the caller's membership: no connection of the user receives the room any more. If the caller is not a member, it
    /// does nothing. Refused with <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task LeaveRoom(LeaveRoomRequest request);

    /// <summary>
    /// Ends the subscription of this connection to a room: no update of the room follows the answer, and the connection may join another
    /// one instead. The membership stays, and so do the user's other connections. A connection that follows the inbox receives
    /// <see cref="IChatClient.InboxActivity"/> of the room again. If the connection has not joined the room, it does nothing.
    /// </summary>
    Task UnsubscribeRoom(UnsubscribeRoomRequest request);

    /// <summary>
    /// Stores a message and returns after it is on disk. A repeated call with the same message id, on any node, returns the
    /// same sequence with <see cref="SendMessageResult.Duplicate"/> set. Refused with
    /// <see cref="ChatErrorCodes.TextTooLong"/>, <see cref="ChatErrorCodes.DataTooLarge"/>,
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageIdTaken"/>,
    /// <see cref="ChatErrorCodes.MessageNotFound"/> (the message that it replies to), <see cref="ChatErrorCodes.Muted"/>,
    /// <see cref="ChatErrorCodes.SlowMode"/>, <see cref="ChatErrorCodes.Forbidden"/> (only moderators post in the room, or it is
    /// archived), <see cref="ChatErrorCodes.MessageRejected"/> (by a policy of the app that hosts the server) or
    /// <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<SendMessageResult> SendMessage(SendMessageRequest request);

    /// <summary>
    /// Replaces the text of one of the caller's own messages. A repeated edit changes nothing and returns the current
    /// revision. Refused with <see cref="ChatErrorCodes.TextTooLong"/>, <see cref="ChatErrorCodes.NotAMember"/>,
    /// <see cref="ChatErrorCodes.MessageNotFound"/>, <see cref="ChatErrorCodes.NotTheAuthor"/>,
    /// <see cref="ChatErrorCodes.MessageDeleted"/>, <see cref="ChatErrorCodes.Muted"/>, <see cref="ChatErrorCodes.Forbidden"/> (only
    /// moderators post in the room, or it is archived), <see cref="ChatErrorCodes.MessageRejected"/> (by a policy of the app that hosts the
    /// server) or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<ChangeMessageResult> EditMessage(EditMessageRequest request);

    /// <summary>
    /// Removes the text of one of the caller's own messages; its sequence remains. A repeated deletion returns the current
    /// revision. Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageNotFound"/>,
    /// <see cref="ChatErrorCodes.NotTheAuthor"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<ChangeMessageResult> DeleteMessage(DeleteMessageRequest request);

    /// <summary>
    /// Adds a reaction of the caller to a message, or takes it back. A repeated call changes nothing and returns the current revision
    /// of the message's reactions. Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageNotFound"/>,
    /// <see cref="ChatErrorCodes.MessageDeleted"/>, <see cref="ChatErrorCodes.TooManyReactions"/>, <see cref="ChatErrorCodes.Muted"/>,
    /// <see cref="ChatErrorCodes.Forbidden"/> (only moderators post in the room, or it is archived) or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<ChangeMessageResult> React(ReactRequest request);

    /// <summary>
    /// Returns the changes of a room after a cursor, one page at a time. While <see cref="GetUpdatesResult.HasMore"/>,
    /// continue from <see cref="GetUpdatesResult.Through"/>. Refused with <see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.CursorUnknown"/>.
    /// </summary>
    Task<GetUpdatesResult> GetUpdates(GetUpdatesRequest request);

    /// <summary>
    /// Returns messages before a sequence, the newest page first. Refused with <see cref="ChatErrorCodes.NotAMember"/>.
    /// </summary>
    Task<GetHistoryResult> GetHistory(GetHistoryRequest request);

    /// <summary>
    /// Notifies the room that the caller is typing, at most every <see cref="ChatLimits.TypingInterval"/>. Typing ends after
    /// <see cref="ChatLimits.TypingLifetime"/>, with a message, or with <see cref="StopTyping"/>. If this connection has not
    /// joined the room, refused with <see cref="ChatErrorCodes.NotAMember"/>. The notice goes to the user's other
    /// connections, but not to this one.
    /// </summary>
    Task StartTyping(StartTypingRequest request);

    /// <summary>
    /// Notifies the room that the caller stopped typing. Refused with <see cref="ChatErrorCodes.NotAMember"/>.
    /// </summary>
    Task StopTyping(StopTypingRequest request);

    /// <summary>
    /// Returns the members of a room: an overview with the present members first, or a page by user id; at most
    /// <see cref="ChatLimits.PageSize"/>. Refused with <see cref="ChatErrorCodes.NotAMember"/>.
    /// </summary>
    Task<GetMembersResult> GetMembers(GetMembersRequest request);

    /// <summary>Returns the public rooms, and the private rooms in which the caller is a member, by name.</summary>
    Task<ListRoomsResult> ListRooms(ListRoomsRequest request);

    /// <summary>
    /// Ends another user's membership, on every connection and node; the user may join a public room again. For moderators
    /// and owners, on users with a lower role. If the user is not a member, returns the room's head. Refused with
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<RemoveMemberResult> KickMember(KickMemberRequest request);

    /// <summary>
    /// Bans a user, member or not, until the ban is lifted, and ends the membership. For moderators and owners, on users with
    /// a lower role. Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/> or
    /// <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<RemoveMemberResult> BanMember(BanMemberRequest request);

    /// <summary>
    /// Makes another user a member. For owners, and for moderators with the role <see cref="RoomRoles.Member"/>. A member keeps the role.
    /// Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/> (also by the app that hosts the
    /// server), <see cref="ChatErrorCodes.Banned"/> (the user is), <see cref="ChatErrorCodes.TooManyRooms"/> (the user is a member of too
    /// many), <see cref="ChatErrorCodes.RoomFull"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<AddMemberResult> AddMember(AddMemberRequest request);

    /// <summary>
    /// Mutes a member until a time, or lifts the mute: a muted member may not post, edit or react. For moderators and owners, on members
    /// with a lower role. Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/>,
    /// <see cref="ChatErrorCodes.MemberNotFound"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<MuteMemberResult> MuteMember(MuteMemberRequest request);

    /// <summary>
    /// Changes settings of a room: <see cref="RoomInfo"/>. For owners. Refused with <see cref="ChatErrorCodes.NotAMember"/>,
    /// <see cref="ChatErrorCodes.Forbidden"/>, <see cref="ChatErrorCodes.DataTooLarge"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<SetRoomResult> SetRoom(SetRoomRequest request);

    /// <summary>
    /// Lifts a ban; without a ban it does nothing. It does not make the user a member. For moderators and owners. Refused
    /// with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/> or
    /// <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task UnbanMember(UnbanMemberRequest request);

    /// <summary>
    /// Returns the bans of a room, one page at a time. For moderators and owners. Refused with <see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.Forbidden"/>.
    /// </summary>
    Task<ListBansResult> ListBans(ListBansRequest request);

    /// <summary>
    /// Returns the direct room of the caller and another user, and makes it if it does not exist. Only these two can ever be its members.
    /// A user who left the room is a member again. Refused with <see cref="ChatErrorCodes.Forbidden"/> (one of the two blocks the other, or
    /// is banned from the room, or the caller may not make direct rooms, or the app that hosts the server does not permit this one),
    /// <see cref="ChatErrorCodes.TooManyRoomsMade"/>, <see cref="ChatErrorCodes.TooManyRooms"/> (one of the two is a member of too many) or
    /// <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<OpenDirectResult> OpenDirect(OpenDirectRequest request);

    /// <summary>
    /// Blocks another user, or lifts the block. While one of two users blocks the other, <see cref="OpenDirect"/> is refused to both,
    /// neither writes in their direct room, and neither adds the other to a room. A repeat changes nothing. Refused with
    /// <see cref="ChatErrorCodes.TooManyBlocks"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task BlockUser(BlockUserRequest request);

    /// <summary>Returns the users whom the caller blocks, one page at a time, on any device.</summary>
    Task<ListBlocksResult> ListBlocks(ListBlocksRequest request);

    /// <summary>
    /// Reports a message to the operator. A repeat replaces the reason. Refused with <see cref="ChatErrorCodes.NotAMember"/>,
    /// <see cref="ChatErrorCodes.MessageNotFound"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task ReportMessage(ReportMessageRequest request);

    /// <summary>
    /// Sets the role of a member. For owners, on members who are not owners, and on themselves while another owner exists.
    /// Refused with <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/>,
    /// <see cref="ChatErrorCodes.MemberNotFound"/>, <see cref="ChatErrorCodes.LastOwner"/> or
    /// <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task SetRole(SetRoleRequest request);

    /// <summary>
    /// Returns the rooms of the caller after a cursor, with unread counts, mentions and the last message, one page at a time, and sends
    /// this connection <see cref="IChatClient.InboxUpdated"/> and <see cref="IChatClient.InboxActivity"/> from now on. While
    /// <see cref="FollowInboxResult.HasMore"/>, continue from <see cref="FollowInboxResult.Through"/>.
    /// </summary>
    Task<FollowInboxResult> FollowInbox(FollowInboxRequest request);

    /// <summary>
    /// Moves the caller's read cursor of a room forward, for all devices of the user. It never goes back. Refused with
    /// <see cref="ChatErrorCodes.NotAMember"/> or <see cref="ChatErrorCodes.Busy"/>.
    /// </summary>
    Task<MarkReadResult> MarkRead(MarkReadRequest request);

    /// <summary>
    /// Returns how far the members have read a room; in a room of more than <see cref="ChatLimits.ReadCursorMembers"/> members only how
    /// far the caller has. Refused with <see cref="ChatErrorCodes.NotAMember"/>.
    /// </summary>
    Task<GetReadCursorsResult> GetReadCursors(GetReadCursorsRequest request);

    /// <summary>
    /// Gives this connection another token of the same user, so that it does not end with the first one. Returns when it ends now.
    /// The connection continues as before if the call is refused: with <see cref="ChatErrorCodes.InvalidToken"/>,
    /// <see cref="ChatErrorCodes.Forbidden"/> (the token is of another user, or does not permit a room that the connection has joined),
    /// <see cref="ChatErrorCodes.Banned"/> or <see cref="ChatErrorCodes.Busy"/> (the server cannot read the keys of the token's issuer).
    /// </summary>
    Task<ReauthenticateResult> Reauthenticate(ReauthenticateRequest request);
}
