// Written by Tests/Contracts from Contracts/*.cs: see ScriptContractsTests. Do not change it by hand.
// Ids are strings, times Unix milliseconds. An absent value is null, and may be left out.

/**
 * The codes of refused calls. A refusal reaches the client as a `HubException` whose text is `code: sentence`. The text of a refusal that
 * may be retried ends in `Retry after N ms.` The meaning of a code never changes.
 */
export const errorCodes: {
  /** A field is missing, malformed or out of range; the sentence names it. Permanent. */
  readonly invalidArgument: 'invalid-argument';
  /** The hub has no such method. Permanent. */
  readonly unknownMethod: 'unknown-method';
  /** The text is longer than the server accepts (`limits.textLength` by default). Permanent. */
  readonly textTooLong: 'text-too-long';
  /** The data of the message is larger than `limits.dataBytes` or deeper than `limits.dataDepth`. Permanent. */
  readonly dataTooLarge: 'data-too-large';
  /** The caller is not a member of this public room, or this connection has not joined the room: join it first. Permanent. */
  readonly notAMember: 'not-a-member';
  /** There is no such room, or it is private and the caller is not a member. Permanent. */
  readonly roomNotFound: 'room-not-found';
  /** There is a room of this name: another user's, or of another kind. Permanent for this name. */
  readonly roomExists: 'room-exists';
  /** The room is private and the caller is not a member. Only older servers answer this; now it is `errorCodes.roomNotFound`. Permanent. */
  readonly roomPrivate: 'room-private';
  /**
   * The caller is banned from the room or from the server, or the user who was to become a member is. Permanent until the ban is lifted.
   */
  readonly banned: 'banned';
  /**
   * The access token is not valid here: malformed, expired, revoked, or of another issuer or audience. Permanent for this token, unless the
   * sentence ends in `Retry after N ms.`: then only a clock, or a revocation a moment ago, is against it. Get a token again.
   */
  readonly invalidToken: 'invalid-token';
  /**
   * The caller's role does not permit the call, or the target's role is as high as the caller's; or the caller's token does not permit the
   * room. Permanent for these roles and this token.
   */
  readonly forbidden: 'forbidden';
  /** A moderator muted the caller in the room. Permanent until the mute ends. */
  readonly muted: 'muted';
  /**
   * The room has a slow mode, and the caller posted a moment ago. The sentence ends in `Retry after N ms.`: retry after that time, with the
   * same message id.
   */
  readonly slowMode: 'slow-mode';
  /** The target user is not a member of the room. Permanent. */
  readonly memberNotFound: 'member-not-found';
  /** The change would leave the room without an owner: make another member an owner first. Permanent. */
  readonly lastOwner: 'last-owner';
  /** The room has as many members as it may have. Permanent while it has them. */
  readonly roomFull: 'room-full';
  /**
   * The connection reached its limit of rooms (`limits.roomsPerConnection`), or the user is a member of as many rooms as the server
   * permits. Unsubscribe from a room, or leave one.
   */
  readonly tooManyRooms: 'too-many-rooms';
  /**
   * The user reached the limit of rooms that one user may create. Permanent until a room of the user has no members and no messages, and
   * was created more than 24 h ago. The user can still join existing rooms.
   */
  readonly tooManyRoomsMade: 'too-many-rooms-made';
  /** The user blocks `limits.blocks` users already: lift a block first. */
  readonly tooManyBlocks: 'too-many-blocks';
  /** The room has no such message, or not the one that a new message replies to. Permanent. */
  readonly messageNotFound: 'message-not-found';
  /** The message belongs to another user. Permanent. */
  readonly notTheAuthor: 'not-the-author';
  /** The app's policy refuses the message; the sentence is the app's. Permanent for this message: the same text is refused again. */
  readonly messageRejected: 'message-rejected';
  /** The message was deleted: it cannot be edited, and takes no reactions. Permanent. */
  readonly messageDeleted: 'message-deleted';
  /** The message has `limits.reactionsPerMessage` different emoji, and not this one. Permanent while it has them. */
  readonly tooManyReactions: 'too-many-reactions';
  /** The message is no longer as the caller read it; only the server API answers this. Read it again. */
  readonly preconditionFailed: 'precondition-failed';
  /** The room has a message of another user with this id: choose a new id. Permanent for this id. */
  readonly messageIdTaken: 'message-id-taken';
  /** The cursor is beyond the room's head, for example after a restored backup: join again to start over. Permanent for this cursor. */
  readonly cursorUnknown: 'cursor-unknown';
  /** The caller exceeded the rate limit of a user. Retry with the same message id after the given time. */
  readonly rateLimited: 'rate-limited';
  /** The server is overloaded. Retry with the same message id after the given time. */
  readonly busy: 'busy';
  /**
   * The database does not answer, is locked or is full. The server acknowledged nothing. Retry with the same message id after the given
   * time.
   */
  readonly storageUnavailable: 'storage-unavailable';
  /** The node is draining: reconnect and retry with the same message id. */
  readonly nodeDraining: 'node-draining';
  /** A defect of the server. The sentence holds the trace id of the entry in the server's log. */
  readonly internalError: 'internal-error';
};

/** The reasons why the server ends a connection: `SessionEnd.code`, sent before the close. The meaning of a code never changes. */
export const sessionEndCodes: {
  /** The access token expired: reconnect with a fresh one. */
  readonly tokenExpired: 'token-expired';
  /** The access token was revoked: reconnect with one that was issued later. Until then the server answers 401 to a connect. */
  readonly tokenRevoked: 'token-revoked';
  /** The user is banned from the server. Do not reconnect automatically: until the ban is lifted, the server answers 403 to a connect. */
  readonly banned: 'banned';
  /** A backend ended the user's connections: reconnect. */
  readonly endedByBackend: 'ended-by-backend';
  /** The server received nothing from the client for longer than the client time-out. */
  readonly clientTimeout: 'client-timeout';
  /** The client did not read its data for longer than the stall time-out: reconnect with the cursors. */
  readonly slowConsumer: 'slow-consumer';
  /** The connection exceeded its limit of frames or bytes: reconnect, and send less. */
  readonly rateLimited: 'rate-limited';
  /** The user exceeded the limit of connections on all nodes together, and the server closed this one. Do not reconnect automatically. */
  readonly tooManyConnections: 'too-many-connections';
  /** The node is draining: reconnect to another node. */
  readonly serverStopping: 'server-stopping';
  /**
   * The server cannot read a frame in the protocol of the handshake, or the frame had the wrong type of WebSocket message. This is a defect
   * of the client, which would repeat it: do not reconnect automatically.
   */
  readonly malformedFrame: 'malformed-frame';
  /** A frame is larger than the server accepts (`limits.receiveBytes` by default). Reconnect, and do not send the frame again. */
  readonly frameTooLarge: 'frame-too-large';
  /** The server cannot read the handshake, or does not support its protocol or version. Only in the reason of the WebSocket close. */
  readonly malformedHandshake: 'malformed-handshake';
  /** The handshake did not arrive in time. Only in the reason of the WebSocket close. */
  readonly handshakeTimeout: 'handshake-timeout';
};

/** The reasons why a user is no longer in a room: `RoomRemoval.code`. The meaning of a code never changes. */
export const roomRemovalCodes: {
  /** The user left the room, on this connection or another. */
  readonly left: 'left';
  /** A moderator or an owner ended the membership. The user may join a public room again. */
  readonly kicked: 'kicked';
  /** A moderator or an owner banned the user: joins are refused until the ban is lifted. */
  readonly banned: 'banned';
};

/** The roles of a member in a room, in their wire form. A member cannot act on a member whose role is as high or higher. */
export const roomRoles: {
  /**
   * Owns the room and gives roles. The owner joined the room first, is named in the configuration, or got the role from an owner. If the
   * last owner leaves, the longest-standing member becomes owner (moderators first).
   */
  readonly owner: 'owner';
  /** Kicks and bans members, and lifts bans. An owner gives this role. */
  readonly moderator: 'moderator';
  /** Reads and posts. */
  readonly member: 'member';
};

/** The kinds of a message, in their wire form: `ChatMessage.kind`. */
export const messageKinds: {
  /** A user posted it. The server leaves this kind out: an absent kind means it. */
  readonly user: 'user';
  /** The server or a service posted it. */
  readonly system: 'system';
};

/**
 * The limits of the contract. The operator can change some of them (section `Chat:Limits`): these are the defaults, and `RoomLimits` holds
 * the server's values. The others are fixed.
 */
export const limits: {
  /**
   * The pattern of a room name: 1 to 64 characters, lower-case letters, digits, dot, underscore and hyphen. The first character is a letter
   * or digit.
   */
  readonly roomNamePattern: '^[a-z0-9][a-z0-9._-]{0,63}$';
  /** The longest room name, in characters. */
  readonly roomNameLength: 64;
  /** The longest message text, in UTF-16 code units. Default of `Chat:Limits:TextLength`. */
  readonly textLength: 4000;
  /** The largest frame that the server accepts from a client, in bytes. Default of `Chat:Limits:ReceiveBytes`. */
  readonly receiveBytes: 32768;
  /** The maximum number of rooms of one connection. Default of `Chat:Limits:RoomsPerConnection`. */
  readonly roomsPerConnection: 50;
  /** The largest page of history, of rooms or of members, in items. Default of `Chat:Limits:PageSize`. */
  readonly pageSize: 200;
  /** The largest page of catch-up updates, in messages. Default of `Chat:Limits:CatchUpPageSize`. */
  readonly catchUpPageSize: 200;
  /** The number of messages in the snapshot that a join without a cursor returns. */
  readonly snapshotSize: 50;
  /** The maximum number of users in `JoinRoomResult.present`; `JoinRoomResult.presentCount` counts all. */
  readonly presentSize: 100;
  /** The largest `SendMessageRequest.data`, in bytes of UTF-8. */
  readonly dataBytes: 8192;
  /** The most levels of objects and arrays in `SendMessageRequest.data`, with the object itself. */
  readonly dataDepth: 32;
  /** The maximum number of users whom a message mentions. */
  readonly mentions: 50;
  /** The maximum number of different emoji on one message. */
  readonly reactionsPerMessage: 20;
  /** The largest `ReactRequest.emoji`, in bytes of UTF-8. */
  readonly emojiBytes: 64;
  /** The maximum number of users in `ReactionTally.userIds`; `ReactionTally.count` counts all. */
  readonly reactionUsers: 20;
  /** The longest title of a room, in UTF-16 code units. */
  readonly titleLength: 200;
  /** The longest slow mode of a room, in seconds: 6 hours. */
  readonly slowModeSeconds: 21600;
  /** The least `SetRoomRequest.maxMembers`. */
  readonly leastMembers: 2;
  /** The largest `SetRoomRequest.maxMembers`. */
  readonly maxMembers: 1000000;
  /** The longest retention of a room, in days. */
  readonly retentionDays: 36500;
  /** As `SetRoomRequest.maxMembers` or `SetRoomRequest.retentionDays`: the setting of the server. */
  readonly ofServer: -1;
  /** The maximum number of users in `CreateRoomRequest.members`. */
  readonly membersAdded: 100;
  /** The maximum number of users whom one user blocks. */
  readonly blocks: 1000;
  /** The longest `ReportMessageRequest.reason`, in UTF-16 code units. */
  readonly reasonLength: 1000;
  /** The most members of a room who see each other's read cursors. */
  readonly readCursorMembers: 50;
  /** The maximum of `InboxEntry.mentions`: there may be more. */
  readonly countedMentions: 1000;
  /** The longest `LastMessage.text`, in UTF-16 code units. */
  readonly lastMessageLength: 200;
  /** The longest user id, in characters. */
  readonly userIdLength: 128;
  /** The longest display name, in characters. */
  readonly displayNameLength: 40;
  /** The shortest interval between two typing notices of one user in a room. */
  readonly typingIntervalMs: 3000;
  /** The time after which a user without a new `StartTyping` is no longer typing. */
  readonly typingLifetimeMs: 6000;
};

/** The paths of the server, relative to the prefix of a proxy. */
export const paths: {
  /** The SignalR hub: clients call `ChatHub`, the server calls `ChatHubEvents`. */
  readonly hub: '/hubs/chat';
  /** The endpoint for guest tokens: `POST` a `GuestTokenRequest`; it returns a `GuestTokenResult`. */
  readonly guestToken: '/auth/guest';
};

/** The names of `ChatHub` on the wire. */
export const hubMethods: Readonly<{
  JoinRoom: 'JoinRoom';
  CreateRoom: 'CreateRoom';
  LeaveRoom: 'LeaveRoom';
  UnsubscribeRoom: 'UnsubscribeRoom';
  SendMessage: 'SendMessage';
  EditMessage: 'EditMessage';
  DeleteMessage: 'DeleteMessage';
  React: 'React';
  GetUpdates: 'GetUpdates';
  GetHistory: 'GetHistory';
  StartTyping: 'StartTyping';
  StopTyping: 'StopTyping';
  GetMembers: 'GetMembers';
  ListRooms: 'ListRooms';
  KickMember: 'KickMember';
  BanMember: 'BanMember';
  AddMember: 'AddMember';
  MuteMember: 'MuteMember';
  SetRoom: 'SetRoom';
  UnbanMember: 'UnbanMember';
  ListBans: 'ListBans';
  OpenDirect: 'OpenDirect';
  BlockUser: 'BlockUser';
  ListBlocks: 'ListBlocks';
  ReportMessage: 'ReportMessage';
  SetRole: 'SetRole';
  FollowInbox: 'FollowInbox';
  MarkRead: 'MarkRead';
  GetReadCursors: 'GetReadCursors';
  Reauthenticate: 'Reauthenticate';
}>;

/** The names of `ChatHubEvents` on the wire. */
export const hubEvents: Readonly<{
  RoomUpdated: 'RoomUpdated';
  TypingChanged: 'TypingChanged';
  PresenceChanged: 'PresenceChanged';
  RemovedFromRoom: 'RemovedFromRoom';
  InboxUpdated: 'InboxUpdated';
  InboxActivity: 'InboxActivity';
  ReadCursorChanged: 'ReadCursorChanged';
  Draining: 'Draining';
  SessionEnding: 'SessionEnding';
}>;

/**
 * The methods that a client calls. Each method takes one request record, so that fields can be added. Every method can be refused with
 * `errorCodes.invalidArgument`, `errorCodes.rateLimited`, `errorCodes.storageUnavailable`, `errorCodes.nodeDraining` and
 * `errorCodes.internalError`. Each method lists its other codes. A method that can be refused with `errorCodes.notAMember` is refused with
 * `errorCodes.roomNotFound` if there is no such room, or a private one that the caller is not a member of.
 */
export interface ChatHub {
  /**
   * Makes the caller a member of a public room and subscribes this connection to it. The first caller creates the room and owns it. With a
   * cursor, returns the changes after it; without a cursor, returns a snapshot. Refused with `errorCodes.roomNotFound` (the room is
   * private, or it does not exist and the caller may not make it), `errorCodes.forbidden` (the caller's token does not permit the room, or
   * the app that hosts the server does not), `errorCodes.banned`, `errorCodes.roomFull`, `errorCodes.tooManyRooms`,
   * `errorCodes.tooManyRoomsMade` (the room does not exist, and the caller reached the limit of rooms), `errorCodes.busy` or
   * `errorCodes.notAMember`. The last one means that the membership ended meanwhile, or at or after the cursor. If the user wants to be in
   * the room again, the next join omits the cursor.
   */
  JoinRoom(request: JoinRoomRequest): Promise<JoinRoomResult>;
  /**
   * Makes a room that the caller owns, and the given users its members. A repeat with the same name answers as the first call. Refused with
   * `errorCodes.forbidden` (the caller may not make rooms of this kind or name, or the app that hosts the server does not permit this one),
   * `errorCodes.roomExists`, `errorCodes.tooManyRoomsMade`, `errorCodes.tooManyRooms` (the caller or one of the users is a member of too
   * many), `errorCodes.roomFull`, `errorCodes.dataTooLarge` or `errorCodes.busy`.
   */
  CreateRoom(request: CreateRoomRequest): Promise<CreateRoomResult>;
  /**
   * Ends the caller's membership: no connection of the user receives the room any more. If the caller is not a member, it does nothing.
   * Refused with `errorCodes.busy`.
   */
  LeaveRoom(request: LeaveRoomRequest): Promise<void>;
  /**
   * Ends the subscription of this connection to a room: no update of the room follows the answer, and the connection may join another one
   * instead. The membership stays, and so do the user's other connections. A connection that follows the inbox receives `InboxActivity` of
   * the room again. If the connection has not joined the room, it does nothing.
   */
  UnsubscribeRoom(request: UnsubscribeRoomRequest): Promise<void>;
  /**
   * Stores a message and returns after it is on disk. A repeated call with the same message id, on any node, returns the same sequence with
   * `SendMessageResult.duplicate` set. Refused with `errorCodes.textTooLong`, `errorCodes.dataTooLarge`, `errorCodes.notAMember`,
   * `errorCodes.messageIdTaken`, `errorCodes.messageNotFound` (the message that it replies to), `errorCodes.muted`, `errorCodes.slowMode`,
   * `errorCodes.forbidden` (only moderators post in the room, or it is archived), `errorCodes.messageRejected` (by a policy of the app that
   * hosts the server) or `errorCodes.busy`.
   */
  SendMessage(request: SendMessageRequest): Promise<SendMessageResult>;
  /**
   * Replaces the text of one of the caller's own messages. A repeated edit changes nothing and returns the current revision. Refused with
   * `errorCodes.textTooLong`, `errorCodes.notAMember`, `errorCodes.messageNotFound`, `errorCodes.notTheAuthor`,
   * `errorCodes.messageDeleted`, `errorCodes.muted`, `errorCodes.forbidden` (only moderators post in the room, or it is archived),
   * `errorCodes.messageRejected` (by a policy of the app that hosts the server) or `errorCodes.busy`.
   */
  EditMessage(request: EditMessageRequest): Promise<ChangeMessageResult>;
  /**
   * Removes the text of one of the caller's own messages; its sequence remains. A repeated deletion returns the current revision. Refused
   * with `errorCodes.notAMember`, `errorCodes.messageNotFound`, `errorCodes.notTheAuthor` or `errorCodes.busy`.
   */
  DeleteMessage(request: DeleteMessageRequest): Promise<ChangeMessageResult>;
  /**
   * Adds a reaction of the caller to a message, or takes it back. A repeated call changes nothing and returns the current revision of the
   * message's reactions. Refused with `errorCodes.notAMember`, `errorCodes.messageNotFound`, `errorCodes.messageDeleted`,
   * `errorCodes.tooManyReactions`, `errorCodes.muted`, `errorCodes.forbidden` (only moderators post in the room, or it is archived) or
   * `errorCodes.busy`.
   */
  React(request: ReactRequest): Promise<ChangeMessageResult>;
  /**
   * Returns the changes of a room after a cursor, one page at a time. While `GetUpdatesResult.hasMore`, continue from
   * `GetUpdatesResult.through`. Refused with `errorCodes.notAMember` or `errorCodes.cursorUnknown`.
   */
  GetUpdates(request: GetUpdatesRequest): Promise<GetUpdatesResult>;
  /** Returns messages before a sequence, the newest page first. Refused with `errorCodes.notAMember`. */
  GetHistory(request: GetHistoryRequest): Promise<GetHistoryResult>;
  /**
   * Notifies the room that the caller is typing, at most every `limits.typingInterval`. Typing ends after `limits.typingLifetime`, with a
   * message, or with `StopTyping`. If this connection has not joined the room, refused with `errorCodes.notAMember`. The notice goes to the
   * user's other connections, but not to this one.
   */
  StartTyping(request: StartTypingRequest): Promise<void>;
  /** Notifies the room that the caller stopped typing. Refused with `errorCodes.notAMember`. */
  StopTyping(request: StopTypingRequest): Promise<void>;
  /**
   * Returns the members of a room: an overview with the present members first, or a page by user id; at most `limits.pageSize`. Refused
   * with `errorCodes.notAMember`.
   */
  GetMembers(request: GetMembersRequest): Promise<GetMembersResult>;
  /** Returns the public rooms, and the private rooms in which the caller is a member, by name. */
  ListRooms(request: ListRoomsRequest): Promise<ListRoomsResult>;
  /**
   * Ends another user's membership, on every connection and node; the user may join a public room again. For moderators and owners, on
   * users with a lower role. If the user is not a member, returns the room's head. Refused with `errorCodes.notAMember`,
   * `errorCodes.forbidden` or `errorCodes.busy`.
   */
  KickMember(request: KickMemberRequest): Promise<RemoveMemberResult>;
  /**
   * Bans a user, member or not, until the ban is lifted, and ends the membership. For moderators and owners, on users with a lower role.
   * Refused with `errorCodes.notAMember`, `errorCodes.forbidden` or `errorCodes.busy`.
   */
  BanMember(request: BanMemberRequest): Promise<RemoveMemberResult>;
  /**
   * Makes another user a member. For owners, and for moderators with the role `roomRoles.member`. A member keeps the role. Refused with
   * `errorCodes.notAMember`, `errorCodes.forbidden` (also by the app that hosts the server), `errorCodes.banned` (the user is),
   * `errorCodes.tooManyRooms` (the user is a member of too many), `errorCodes.roomFull` or `errorCodes.busy`.
   */
  AddMember(request: AddMemberRequest): Promise<AddMemberResult>;
  /**
   * Mutes a member until a time, or lifts the mute: a muted member may not post, edit or react. For moderators and owners, on members with
   * a lower role. Refused with `errorCodes.notAMember`, `errorCodes.forbidden`, `errorCodes.memberNotFound` or `errorCodes.busy`.
   */
  MuteMember(request: MuteMemberRequest): Promise<MuteMemberResult>;
  /**
   * Changes settings of a room: `RoomInfo`. For owners. Refused with `errorCodes.notAMember`, `errorCodes.forbidden`,
   * `errorCodes.dataTooLarge` or `errorCodes.busy`.
   */
  SetRoom(request: SetRoomRequest): Promise<SetRoomResult>;
  /**
   * Lifts a ban; without a ban it does nothing. It does not make the user a member. For moderators and owners. Refused with
   * `errorCodes.notAMember`, `errorCodes.forbidden` or `errorCodes.busy`.
   */
  UnbanMember(request: UnbanMemberRequest): Promise<void>;
  /**
   * Returns the bans of a room, one page at a time. For moderators and owners. Refused with `errorCodes.notAMember` or
   * `errorCodes.forbidden`.
   */
  ListBans(request: ListBansRequest): Promise<ListBansResult>;
  /**
   * Returns the direct room of the caller and another user, and makes it if it does not exist. Only these two can ever be its members. A
   * user who left the room is a member again. Refused with `errorCodes.forbidden` (one of the two blocks the other, or is banned from the
   * room, or the caller may not make direct rooms, or the app that hosts the server does not permit this one),
   * `errorCodes.tooManyRoomsMade`, `errorCodes.tooManyRooms` (one of the two is a member of too many) or `errorCodes.busy`.
   */
  OpenDirect(request: OpenDirectRequest): Promise<OpenDirectResult>;
  /**
   * Blocks another user, or lifts the block. While one of two users blocks the other, `OpenDirect` is refused to both, neither writes in
   * their direct room, and neither adds the other to a room. A repeat changes nothing. Refused with `errorCodes.tooManyBlocks` or
   * `errorCodes.busy`.
   */
  BlockUser(request: BlockUserRequest): Promise<void>;
  /** Returns the users whom the caller blocks, one page at a time, on any device. */
  ListBlocks(request: ListBlocksRequest): Promise<ListBlocksResult>;
  /**
   * Reports a message to the operator. A repeat replaces the reason. Refused with `errorCodes.notAMember`, `errorCodes.messageNotFound` or
   * `errorCodes.busy`.
   */
  ReportMessage(request: ReportMessageRequest): Promise<void>;
  /**
   * Sets the role of a member. For owners, on members who are not owners, and on themselves while another owner exists. Refused with
   * `errorCodes.notAMember`, `errorCodes.forbidden`, `errorCodes.memberNotFound`, `errorCodes.lastOwner` or `errorCodes.busy`.
   */
  SetRole(request: SetRoleRequest): Promise<void>;
  /**
   * Returns the rooms of the caller after a cursor, with unread counts, mentions and the last message, one page at a time, and sends this
   * connection `InboxUpdated` and `InboxActivity` from now on. While `FollowInboxResult.hasMore`, continue from
   * `FollowInboxResult.through`.
   */
  FollowInbox(request: FollowInboxRequest): Promise<FollowInboxResult>;
  /**
   * Moves the caller's read cursor of a room forward, for all devices of the user. It never goes back. Refused with `errorCodes.notAMember`
   * or `errorCodes.busy`.
   */
  MarkRead(request: MarkReadRequest): Promise<MarkReadResult>;
  /**
   * Returns how far the members have read a room; in a room of more than `limits.readCursorMembers` members only how far the caller has.
   * Refused with `errorCodes.notAMember`.
   */
  GetReadCursors(request: GetReadCursorsRequest): Promise<GetReadCursorsResult>;
  /**
   * Gives this connection another token of the same user, so that it does not end with the first one. Returns when it ends now. The
   * connection continues as before if the call is refused: with `errorCodes.invalidToken`, `errorCodes.forbidden` (the token is of another
   * user, or does not permit a room that the connection has joined), `errorCodes.banned` or `errorCodes.busy` (the server cannot read the
   * keys of the token's issuer).
   */
  Reauthenticate(request: ReauthenticateRequest): Promise<ReauthenticateResult>;
}

/**
 * The methods that the server calls on a client. Only `RoomUpdated` and `InboxUpdated` are durable; the server does not send missed calls
 * of the others again.
 */
export interface ChatHubEvents {
  /**
   * The changes of a room in a range of revisions. With the cursor at `c`: if `through <= c`, drop the update. If `after <= c`, apply the
   * changes with a revision above `c` and set the cursor to `through`. If `after > c`, updates are missing: call `GetUpdates` with `c`.
   */
  RoomUpdated(update: RoomUpdate): void;
  /**
   * A user started or stopped typing. The server does not send this to the typing connection, only to the user's other connections and to
   * the other members.
   */
  TypingChanged(change: TypingChange): void;
  /** Users joined or left the presence of a room; the server gathers changes over a short time. */
  PresenceChanged(change: PresenceChange): void;
  /** The user is no longer in the room. The server sends no change after `RoomRemoval.revision`. */
  RemovedFromRoom(removal: RoomRemoval): void;
  /**
   * The changes of the user's inbox in a range of its revisions, on each connection that called `FollowInbox`. The rule for the cursor is
   * that of `RoomUpdated`; if updates are missing, call `FollowInbox` with the cursor.
   */
  InboxUpdated(update: InboxUpdate): void;
  /**
   * New messages in rooms of the user that this connection has not joined, at most once a second, on each connection that called
   * `FollowInbox`.
   */
  InboxActivity(activity: InboxActivity): void;
  /** A member of a room that this connection has joined has read further. Only in rooms of up to `limits.readCursorMembers` members. */
  ReadCursorChanged(change: ReadCursorChange): void;
  /**
   * The node is draining and will close this connection. Reconnect no sooner than the given time after this notice. If another node is
   * behind the same address, it accepts the connection. `SessionEnding` follows.
   */
  Draining(notice: DrainNotice): void;
  /** The server is about to close this connection, with the reason. */
  SessionEnding(ending: SessionEnd): void;
}

/** Makes another user a member: `AddMember`. */
export interface AddMemberRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The target's user id: the `sub` of the token. The user need not have connected before. */
  userId: string;
  /** One of `roomRoles`; null for `roomRoles.member`. */
  role?: string | null;
}

/** The answer to `AddMember`. */
export interface AddMemberResult {
  /** The room's name. */
  room: string;
  /** The id of the user who is a member now. */
  userId: string;
  /** The role of the user. One who was a member before keeps the role. */
  role: string;
  /** The room's newest revision. */
  revision: number;
}

/** Ends another user's membership, if there is one, and refuses later joins of the user: `BanMember`. */
export interface BanMemberRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The target's user id: the `sub` of the token. */
  userId: string;
}

/** Blocks another user, or lifts the block: `BlockUser`. */
export interface BlockUserRequest {
  /** The other user's id: the `sub` of the token. */
  userId: string;
  /** True blocks the user, false lifts the block. */
  on: boolean;
}

/** The answer to `EditMessage`, `DeleteMessage` and `React`: the change is on disk. */
export interface ChangeMessageResult {
  /** The room's name. */
  room: string;
  /** The id of the message. */
  messageId: string;
  /** The revision of its latest change. */
  revision: number;
}

/**
 * A member of a room after a change of the role or the mute, or a user after the end of the membership. In a room that announces
 * (`RoomInfo.announce`) also a user who joined.
 */
export interface ChangedMember {
  /** The user's id: the `sub` of the token. */
  userId: string;
  /** The display name at the time of the change. */
  name: string;
  /** One of `roomRoles`; after the end of a membership, the last role. */
  role: string;
  /** The member may not post before this time, in Unix milliseconds; null if the member is not muted. */
  mutedUntil?: number | null;
  /** Why the membership ended, one of `roomRemovalCodes`; null while the user is a member. */
  left?: string | null;
  /** The revision of the change. */
  revision: number;
}

/** One message in its current form. */
export interface ChatMessage {
  /** The message's id, a UUID in its canonical lower-case form of 36 characters; clients create it as UUIDv7. */
  messageId: string;
  /** The permanent sequence of the message in the room: the revision of its post, 1 or more. */
  sequence: number;
  /** The revision of its latest change; equal to `ChatMessage.sequence` until it is edited or deleted. */
  revision: number;
  /** The author's user id: the `sub` of the token. */
  userId: string;
  /** The author's name when it was posted. */
  name: string;
  /** The text; empty after a deletion. Plain text: escape it on output. */
  text: string;
  /** The time of storage, in Unix milliseconds. Not the order of the room: that is `ChatMessage.sequence`. */
  postedAt: number;
  /** The time of the latest edit, in Unix milliseconds; null if the text was never edited. */
  editedAt?: number | null;
  /** The time of the deletion, in Unix milliseconds; null if the message was not deleted. */
  deletedAt?: number | null;
  /** The id of the message that this message replies to; null if it is no reply. */
  replyTo?: string | null;
  /** One of `messageKinds`; null means `messageKinds.user`. */
  kind?: string | null;
  /**
   * The text of a JSON object that the app gave to the message; null without one, and after a deletion. In JSON it is sent as the object,
   * in MessagePack as a string.
   */
  data?: object | null;
  /** The ids of the users whom the message mentions, each once; null without mentions, and after a deletion. */
  mentions?: string[] | null;
  /** The id of the user who deleted the message, if that is not its author; empty if a backend deleted it; otherwise null. */
  deletedBy?: string | null;
  /** The event that a message of the kind `messageKinds.system` reports; null if it reports none. */
  event?: MessageEvent | null;
}

/** The public identity of a user. */
export interface ChatUser {
  /** The user's id: the `sub` of the token. */
  userId: string;
  /** The display name. */
  name: string;
}

/** Makes a room: `CreateRoom`. */
export interface CreateRoomRequest {
  /**
   * The room's name, in the form of `limits.roomNamePattern`. Null: the server chooses a random name. With a name the call can be repeated.
   */
  room?: string | null;
  /** `RoomKinds.public` or `RoomKinds.private`. */
  kind: string;
  /** The title, 1 to `limits.titleLength` visible characters; null without one. */
  title?: string | null;
  /**
   * The text of a JSON object of the app: at most `limits.dataBytes`, and at most `limits.dataDepth` levels deep. The server does not read
   * it. Null without one. In JSON it is sent as the object, in MessagePack as a string.
   */
  data?: object | null;
  /** The ids of users who become members with the caller, at most `limits.membersAdded`. They need not have connected before. */
  members: string[];
}

/** The answer to `CreateRoom`. */
export interface CreateRoomResult {
  /** The room's name. */
  room: string;
  /** The caller's role in the room, one of `roomRoles`. */
  role: string;
  /** The room's newest revision. */
  revision: number;
}

/** Removes the text of a message: `DeleteMessage`. */
export interface DeleteMessageRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The message's id, a UUID in its canonical lower-case form of 36 characters; clients create it as UUIDv7. */
  messageId: string;
}

/** The node is draining: `Draining`. */
export interface DrainNotice {
  /**
   * The time from this notice to the earliest reconnect, in milliseconds; 0 or more. The server spreads it over the clients of a node, so
   * that they do not reconnect together. The connection works until the node closes it, which may happen at once or at the end of the time.
   */
  reconnectAfterMs: number;
}

/** Replaces the text of a message: `EditMessage`. */
export interface EditMessageRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The message's id, a UUID in its canonical lower-case form of 36 characters; clients create it as UUIDv7. */
  messageId: string;
  /** The text: 1 to `limits.textLength` UTF-16 code units, at least one of them visible. */
  text: string;
}

/** Reads the caller's inbox after a cursor, and subscribes this connection to its changes: `FollowInbox`. */
export interface FollowInboxRequest {
  /** The cursor: the `FollowInboxResult.through` that the client has; null for none. */
  after?: number | null;
  /** The epoch that the cursor belongs to; null without a cursor. */
  epoch?: string | null;
  /** The maximum number of entries, 1 to `limits.pageSize`; null for the most. */
  limit?: number | null;
}

/** The answer to `FollowInbox`. */
export interface FollowInboxResult {
  /** The epoch of the database: a cursor is invalid under another epoch. */
  epoch: string;
  /** The cursor after this page. */
  through: number;
  /**
   * True if there was no cursor, or one that cannot be continued: drop all entries, these are the first ones. Rooms that the user has left
   * are not among them.
   */
  reset: boolean;
  /** The entries whose latest change is after the cursor and not after `FollowInboxResult.through`, by revision, ascending. */
  entries: InboxEntry[];
  /** True if more entries exist: continue from `FollowInboxResult.through`. */
  hasMore: boolean;
}

/** Requests messages before a sequence: `GetHistory`. */
export interface GetHistoryRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** Returns only messages with a lower sequence; null returns the newest. */
  before?: number | null;
  /** The maximum number of messages, 1 to `limits.pageSize`. */
  limit: number;
}

/** The answer to `GetHistory`. */
export interface GetHistoryResult {
  /** The room's name. */
  room: string;
  /** The messages by sequence, ascending. */
  messages: ChatMessage[];
  /** The reactions to these messages, by sequence, ascending; null if there are none. */
  reactions?: MessageReactions[] | null;
  /** True if older messages exist before the first one here. */
  hasMore: boolean;
}

/** Requests the members of a room: `GetMembers`. With a limit or a cursor, a page of all members by user id; without, an overview. */
export interface GetMembersRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** Returns only members after this user id, in ordinal order: that of the last member of the previous page. */
  after?: string | null;
  /** The maximum number of members of a page, 1 to `limits.pageSize`. */
  limit?: number | null;
}

/** The answer to `GetMembers`. */
export interface GetMembersResult {
  /** The room's name. */
  room: string;
  /** At most `limits.pageSize`. An overview: present members first, then by name. A page: by user id. */
  members: RoomMember[];
  /** The total number of members. */
  memberCount: number;
  /** True if more members exist: after the last one of a page, or outside of an overview. */
  hasMore: boolean;
}

/** Requests how far the members have read a room: `GetReadCursors`. */
export interface GetReadCursorsRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
}

/** The answer to `GetReadCursors`. */
export interface GetReadCursorsResult {
  /** The room's name. */
  room: string;
  /**
   * Whether the members see each other's cursors: in rooms of up to `limits.readCursorMembers` members. Otherwise
   * `GetReadCursorsResult.cursors` has only the caller's.
   */
  shared: boolean;
  /** The cursors by user id. A member without one has read nothing. */
  cursors: ReadCursor[];
}

/** Requests the changes after a cursor: `GetUpdates`. */
export interface GetUpdatesRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The cursor: the last revision that the client has; 0 for the beginning. */
  after: number;
  /** The maximum number of changes, 1 to `limits.catchUpPageSize`. */
  limit: number;
}

/** The answer to `GetUpdates`: a `RoomUpdate` that also indicates whether more follows. */
export interface GetUpdatesResult {
  /** The room's name. */
  room: string;
  /** The epoch of the database: a cursor is invalid under another epoch. */
  epoch: string;
  /** The range begins after this revision. */
  after: number;
  /** The range ends with this revision. */
  through: number;
  /** All messages whose latest change is in the range, by revision, ascending. */
  messages: ChatMessage[];
  /** The reactions whose latest change is in the range, by revision, ascending; null if there are none. */
  reactions?: MessageReactions[] | null;
  /** The members whose latest change is in the range, by revision, ascending; null if there are none. */
  members?: ChangedMember[] | null;
  /** The settings of the room if their latest change is in the range, otherwise null. */
  info?: RoomInfo | null;
  /** True if more changes exist: continue from `GetUpdatesResult.through`. */
  hasMore: boolean;
}

/** Requests a guest token: `POST` to `paths.guestToken`. */
export interface GuestTokenRequest {
  /** The display name: 1 to `limits.displayNameLength` characters, without invisible or control characters. */
  name: string;
}

/** A guest's token. */
export interface GuestTokenResult {
  /** The bearer token for `paths.hub`. */
  accessToken: string;
  /** The expiry time, in Unix milliseconds. */
  expiresAt: number;
  /** The random user id of the guest. */
  userId: string;
  /** The display name. */
  name: string;
}

/** New messages in rooms of the user that the connection has not joined: `InboxActivity`. */
export interface InboxActivity {
  /** The rooms that changed, each as it is now. */
  rooms: RoomActivity[];
}

/** A room in the inbox of a user. `InboxEntry.revision` counts what the user or a moderator changes; a new message does not change it. */
export interface InboxEntry {
  /** The room's name. */
  room: string;
  /** One of `RoomKinds`. */
  kind: string;
  /** The title to display; null if the room has none. */
  title?: string | null;
  /**
   * The text of a JSON object that the app gave to the room; null without one. In JSON it is sent as the object, in MessagePack as a
   * string.
   */
  data?: object | null;
  /** The user's role, one of `roomRoles`; empty after the end of the membership. */
  role: string;
  /** The number of the latest change of this entry in the inbox of the user. */
  revision: number;
  /** When the user became a member, in Unix milliseconds; 0 after the end of the membership. */
  joinedAt: number;
  /** The newest revision of the room; 0 after the end of the membership. */
  head: number;
  /** The number of messages after `InboxEntry.readThrough`, without those that have an `ChatMessage.event`. */
  unread: number;
  /** The number of those that mention the user, up to `limits.countedMentions`. */
  mentions: number;
  /** The sequence up to which the user has read the room, on any device. */
  readThrough: number;
  /** The newest message without an `ChatMessage.event`; null without one. */
  lastMessage?: LastMessage | null;
  /** Whether a moderator has muted the user in the room, now. */
  muted: boolean;
  /** When the mute ends, in Unix milliseconds; null if the user is not muted. */
  mutedUntil?: number | null;
  /** Why the membership ended, one of `roomRemovalCodes`; null while the user is a member. */
  left?: string | null;
}

/** The changes of a user's inbox in (`InboxUpdate.after`, `InboxUpdate.through`]: `InboxUpdated`. */
export interface InboxUpdate {
  /** The epoch of the database: a cursor is invalid under another epoch. */
  epoch: string;
  /** The range begins after this revision. */
  after: number;
  /** The range ends with this revision. */
  through: number;
  /** All entries whose latest change is in the range, by revision, ascending. May be empty. */
  entries: InboxEntry[];
}

/** Requests to join a room and receive it: `JoinRoom`. */
export interface JoinRoomRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The cursor: the last revision that the client has; 0 for the beginning. Null returns a snapshot. */
  after?: number | null;
  /** The epoch of the cursor. If it is not the server's epoch, the server returns a snapshot. */
  epoch?: string | null;
}

/** The answer to `JoinRoom`. */
export interface JoinRoomResult {
  /** The room's name. */
  room: string;
  /** The epoch of the database: a cursor is invalid under another epoch. */
  epoch: string;
  /** The room's newest revision at the time of the read; 0 for a room without messages. */
  head: number;
  /** True if the client must start over: `JoinRoomResult.update` is a snapshot, and the client drops its data of the room. */
  reset: boolean;
  /** True if more changes exist after `JoinRoomResult.update`: continue with `GetUpdates` from its `through`. */
  hasMore: boolean;
  /** The caller's role in the room, one of `roomRoles`. */
  role: string;
  /**
   * With a cursor: the first page of the changes after it. As a snapshot: the newest messages, with `after` and `through` both at
   * `JoinRoomResult.head`. `GetHistory` returns older messages.
   */
  update: RoomUpdate;
  /** Users with a connection in the room now, at most `limits.presentSize`. Empty if they are too many. */
  present: ChatUser[];
  /** The number of users with a connection in the room now. */
  presentCount: number;
  /** The limits of the server. Null if the server does not send them: then the defaults apply, `limits`. */
  limits?: RoomLimits | null;
}

/** Ends another user's membership: `KickMember`. */
export interface KickMemberRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The target's user id: the `sub` of the token. */
  userId: string;
}

/** The newest message of a room, as a list of rooms shows it. */
export interface LastMessage {
  /** The id of the message. */
  messageId: string;
  /** The message's place in the room. */
  sequence: number;
  /** The author's user id. */
  userId: string;
  /** The author's display name. */
  name: string;
  /** The first `limits.lastMessageLength` UTF-16 code units of the text; empty if the message was deleted. */
  text: string;
  /** When the message was stored, in Unix milliseconds. */
  postedAt: number;
}

/** Ends the caller's membership: `LeaveRoom`. */
export interface LeaveRoomRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
}

/** Requests the bans of a room: `ListBans`. */
export interface ListBansRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** Returns only users after this user id, in ordinal order: that of the last ban of the previous page. */
  after?: string | null;
  /** The maximum number of bans, 1 to `limits.pageSize`. */
  limit: number;
}

/** The answer to `ListBans`. */
export interface ListBansResult {
  /** The room's name. */
  room: string;
  /** The bans by user id, ascending in ordinal order. */
  bans: RoomBan[];
  /** True if more bans exist after the last one here. */
  hasMore: boolean;
}

/** Requests the users whom the caller blocks: `ListBlocks`. */
export interface ListBlocksRequest {
  /** Returns only users after this user id, in ordinal order: that of the last block of the previous page. */
  after?: string | null;
  /** The maximum number of blocks, 1 to `limits.pageSize`; as many when absent. */
  limit?: number | null;
}

/** The answer to `ListBlocks`. */
export interface ListBlocksResult {
  /** The blocks by user id, ascending in ordinal order. */
  blocks: UserBlock[];
  /** True if more blocks exist after the last one here. */
  hasMore: boolean;
}

/** Requests the list of rooms: `ListRooms`. */
export interface ListRoomsRequest {
  /** Returns only rooms whose name begins with this prefix; at most 64 characters of a room name. */
  prefix?: string | null;
  /** Returns only rooms after this name: the last one of the previous page, or its `ListRoomsResult.next`. */
  after?: string | null;
  /** The maximum number of rooms, 1 to `limits.pageSize`. */
  limit: number;
}

/** The answer to `ListRooms`. */
export interface ListRoomsResult {
  /** The rooms by name, ascending in ordinal order. */
  rooms: RoomSummary[];
  /** True if more rooms exist after the last one here. */
  hasMore: boolean;
  /**
   * The place of the next page, if this one is empty and there are more: the caller's token permits few of many rooms, and one call reads
   * only so far. The caller may not be permitted to join the room of this name.
   */
  next?: string | null;
}

/** The caller has read a room up to a message: `MarkRead`. */
export interface MarkReadRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The message's sequence. One beyond the newest message counts as the newest; one before the read cursor as that. */
  sequence: number;
}

/** The answer to `MarkRead`. */
export interface MarkReadResult {
  /** The room's name. */
  room: string;
  /** The sequence up to which the user has read the room, on any device. */
  readThrough: number;
  /** The number of messages after the read cursor, without those that have an `ChatMessage.event`. */
  unread: number;
  /** The number of those that mention the user, up to `limits.countedMentions`. */
  mentions: number;
}

/** The event that a message of the kind `messageKinds.system` reports. */
export interface MessageEvent {
  /** One of `MessageEventTypes`. Later versions may add types. */
  type: string;
  /** The user to whom it happened; null if it is not about a user. */
  userId?: string | null;
  /** The user id of the user who did it; null if no user did. */
  by?: string | null;
}

/** All reactions to one message. They change together, under one revision of the room. */
export interface MessageReactions {
  /** The id of the message. */
  messageId: string;
  /** The sequence of the message. */
  sequence: number;
  /** The revision of the latest change of the reactions. It does not change the revision of the message. */
  revision: number;
  /** One for each emoji, in the order in which they came; empty if all reactions were taken back. */
  tallies: ReactionTally[];
}

/** Mutes a member, or lifts the mute: `MuteMember`. */
export interface MuteMemberRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The target's user id: the `sub` of the token. */
  userId: string;
  /** The end of the mute, in Unix milliseconds; null, or a time that has passed, lifts it. */
  until?: number | null;
}

/** The answer to `MuteMember`. */
export interface MuteMemberResult {
  /** The room's name. */
  room: string;
  /** The id of the member. */
  userId: string;
  /** The revision of the member; the room's head if nothing changed. */
  revision: number;
}

/** Finds or makes the direct room of the caller and another user: `OpenDirect`. */
export interface OpenDirectRequest {
  /** The other user's id: the `sub` of the token. The user need not have connected before. */
  userId: string;
}

/** The answer to `OpenDirect`. */
export interface OpenDirectResult {
  /** The room's name: the same for both users, on every node, at any time. */
  room: string;
}

/**
 * A change of the users present in a room: `PresenceChanged`. With too many users, and in a room that shows only the number
 * (`RoomInfo.presence`), only the number changes.
 */
export interface PresenceChange {
  /** The room's name. */
  room: string;
  /** Users who were not present before, and present users with a changed name. */
  joined: ChatUser[];
  /** Users who have no connection in the room any more. */
  left: ChatUser[];
  /** The number of users with a connection in the room after this change. */
  count: number;
}

/** Adds a reaction of the caller to a message, or takes it back: `React`. */
export interface ReactRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The message's id, a UUID in its canonical lower-case form of 36 characters. */
  messageId: string;
  /** One visible character as a user sees it, at most `limits.emojiBytes` in UTF-8. */
  emoji: string;
  /** True adds the reaction, false takes it back. */
  on: boolean;
}

/** The reactions to a message with one emoji. */
export interface ReactionTally {
  /** The emoji. */
  emoji: string;
  /** The number of users, 1 or more. */
  count: number;
  /**
   * The ids of the newest of these users, the newest first, at most `limits.reactionUsers`. An older reaction of the caller is not among
   * them: `ReactionTally.count` alone includes it.
   */
  userIds: string[];
}

/** How far a member has read a room. */
export interface ReadCursor {
  /** The user's id: the `sub` of the token. */
  userId: string;
  /** The sequence of the newest message that the member has read. */
  sequence: number;
}

/** A member has read further: `ReadCursorChanged`. */
export interface ReadCursorChange {
  /** The room's name. */
  room: string;
  /** The user's id: the `sub` of the token. */
  userId: string;
  /** The sequence of the newest message that the member has read. */
  sequence: number;
}

/** Gives an open connection another token of the same user: `Reauthenticate`. */
export interface ReauthenticateRequest {
  /** The new access token of the connection's user. */
  accessToken: string;
}

/** The answer to `Reauthenticate`. */
export interface ReauthenticateResult {
  /** When the connection ends unless the client sends another token, in Unix milliseconds. */
  expiresAt: number;
}

/** The answer to `KickMember` and `BanMember`. */
export interface RemoveMemberResult {
  /** The room's name. */
  room: string;
  /** The id of the user without membership now. */
  userId: string;
  /** The revision of the removal: the server delivers no later revision to the user. If the user was not a member, the room's head. */
  revision: number;
}

/** Reports a message to the operator: `ReportMessage`. */
export interface ReportMessageRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The id of the message. */
  messageId: string;
  /** The reason: 1 to `limits.reasonLength` UTF-16 code units, at least one of them visible. */
  reason: string;
}

/** The part of an `InboxEntry` that new messages change. */
export interface RoomActivity {
  /** The room's name. */
  room: string;
  /** The newest revision of the room. */
  head: number;
  /** The number of messages after the read cursor, without those that have an `ChatMessage.event`. */
  unread: number;
  /** The number of those that mention the user, up to `limits.countedMentions`. */
  mentions: number;
  /** The newest message without an `ChatMessage.event`; null without one. */
  lastMessage?: LastMessage | null;
}

/** One banned user of a room. */
export interface RoomBan {
  /** The banned user's id. */
  userId: string;
  /** The id of the user who gave the ban; empty if a backend did. */
  by: string;
  /** The time of the ban, in Unix milliseconds. */
  bannedAt: number;
}

/** The settings of a room. They change together, under one revision of the room. */
export interface RoomInfo {
  /** One of `RoomKinds`. */
  kind: string;
  /** The title to display; null if the room has none. */
  title?: string | null;
  /**
   * The text of a JSON object that the app gave to the room; null without one. In JSON it is sent as the object, in MessagePack as a
   * string.
   */
  data?: object | null;
  /** Whether joins, leaves and changes are messages of the kind `messageKinds.system`. */
  announce: boolean;
  /** The members who may post: one of `RoomPosting`. */
  posting: string;
  /** The time between two posts of a member, 0 to 21,600 seconds; 0 for no limit. */
  slowModeSeconds: number;
  /** The maximum number of members, 2 to 1,000,000; null for the limit of the server. */
  maxMembers?: number | null;
  /** Whether the room has typing notices. */
  typing: boolean;
  /** How the room shows its present users: one of `RoomPresence`. */
  presence: string;
  /** How long messages are kept, 0 to 36,500 days, 0 for ever; null for the setting of the server. */
  retentionDays?: number | null;
  /** The time when the room was archived, in Unix milliseconds; null if it is not archived. */
  archivedAt?: number | null;
  /** The lowest revision that a cursor may have; 0 if the room still has all changes. */
  floor: number;
  /** The revision of the latest change of these settings; 0 if they were never changed. */
  revision: number;
}

/** The limits of the server, as its operator set them (section `Chat:Limits`): `JoinRoomResult.limits`. The defaults are in `limits`. */
export interface RoomLimits {
  /** The longest message text, in UTF-16 code units. A longer text is refused with `errorCodes.textTooLong`. */
  textLength: number;
  /** The largest frame that the server accepts, in bytes. A larger frame closes the connection. */
  receiveBytes: number;
  /** The maximum number of rooms of one connection. Beyond it a join is refused with `errorCodes.tooManyRooms`. */
  roomsPerConnection: number;
  /**
   * The largest page of history, of rooms or of members, in items. If it is below `limits.pageSize`, the server returns smaller pages to
   * larger requests.
   */
  pageSize: number;
  /**
   * The largest page of catch-up updates, in messages. If it is below `limits.catchUpPageSize`, the server returns smaller pages to larger
   * requests.
   */
  catchUpPageSize: number;
}

/** One member of a room. */
export interface RoomMember {
  /** The user's id: the `sub` of the token. */
  userId: string;
  /** The display name. */
  name: string;
  /** One of `roomRoles`. */
  role: string;
  /** Whether the user is connected to the room now. False in a room that does not show this: see `RoomInfo.presence`. */
  isPresent: boolean;
  /** When the member's mute ends, in Unix milliseconds. The time may have passed. Null for a member who was not muted. */
  mutedUntil?: number | null;
}

/** The end of a membership: `RemovedFromRoom`. */
export interface RoomRemoval {
  /** The room's name. */
  room: string;
  /** The reason, one of `roomRemovalCodes`. */
  code: string;
  /** The room's revision at the removal: the server delivers no later revision. */
  revision: number;
}

/** One room in a list. */
export interface RoomSummary {
  /** The room's name. */
  room: string;
  /** True if the room is private: only existing members can join it. */
  isPrivate: boolean;
  /** Whether the caller is a member. */
  isMember: boolean;
  /** The room's newest revision; 0 for a room without messages. */
  head: number;
  /** The number of users with a connection in the room now. */
  presentCount: number;
}

/**
 * The changes of a room in (`RoomUpdate.after`, `RoomUpdate.through`]: of messages, reactions, members and the settings. The server pushes
 * it live and returns it during catch-up.
 */
export interface RoomUpdate {
  /** The room's name. */
  room: string;
  /** The epoch of the database: a cursor is invalid under another epoch. */
  epoch: string;
  /** The range begins after this revision. */
  after: number;
  /** The range ends with this revision. */
  through: number;
  /** All messages whose latest change is in the range, by revision, ascending. May be empty. */
  messages: ChatMessage[];
  /**
   * The reactions to messages whose latest change is in the range, by revision, ascending; null if there are none. In a snapshot: the
   * reactions to its messages.
   */
  reactions?: MessageReactions[] | null;
  /**
   * The members whose latest change is in the range, by revision, ascending; null if there are none. Always null in a snapshot:
   * `GetMembers` returns the members.
   */
  members?: ChangedMember[] | null;
  /** The settings of the room if their latest change is in the range, otherwise null. Always there in a snapshot. */
  info?: RoomInfo | null;
}

/** Posts a message: `SendMessage`. */
export interface SendMessageRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The message's id, a UUID in its canonical lower-case form of 36 characters; clients create it as UUIDv7. */
  messageId: string;
  /** The text: 1 to `limits.textLength` UTF-16 code units, at least one of them visible. */
  text: string;
  /** The id of the message of the room that this message replies to; null if it is no reply. */
  replyTo?: string | null;
  /**
   * The text of a JSON object that travels with the message: at most `limits.dataBytes`, and at most `limits.dataDepth` levels deep. The
   * server does not read it. Null without one. In JSON it is sent as the object, in MessagePack as a string.
   */
  data?: object | null;
  /** The ids of the users whom the message mentions, at most `limits.mentions`; null without mentions. */
  mentions?: string[] | null;
}

/** The answer to `SendMessage`: the message is on disk. */
export interface SendMessageResult {
  /** The room's name. */
  room: string;
  /** The message id of the request. */
  messageId: string;
  /** The permanent sequence of the message in the room. */
  sequence: number;
  /** The revision of its latest change. */
  revision: number;
  /** The time of storage, in Unix milliseconds. */
  postedAt: number;
  /** True if an earlier try stored the message. */
  duplicate: boolean;
}

/** The end of a connection: `SessionEnding`. */
export interface SessionEnd {
  /** The reason, one of `sessionEndCodes`. */
  code: string;
  /** True if the client should reconnect. */
  reconnect: boolean;
}

/** Sets the role of a member: `SetRole`. */
export interface SetRoleRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The target's user id: the `sub` of the token. */
  userId: string;
  /** One of `roomRoles`. */
  role: string;
}

/** Changes the settings of a room: `SetRoom`. A member that is null leaves the setting as it is. */
export interface SetRoomRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The title, at most `limits.titleLength` characters; an empty one removes it. */
  title?: string | null;
  /**
   * The text of a JSON object of the app: at most `limits.dataBytes`, and at most `limits.dataDepth` levels deep; an empty object removes
   * it. In JSON it is sent as the object, in MessagePack as a string.
   */
  data?: object | null;
  /** Whether joins, leaves and changes are messages of the kind `messageKinds.system`. */
  announce?: boolean | null;
  /** The members who may post: one of `RoomPosting`. */
  posting?: string | null;
  /** The time between two posts of a member, 0 to `limits.slowModeSeconds`; 0 for no limit. */
  slowModeSeconds?: number | null;
  /** The maximum number of members, 2 to `limits.maxMembers`, or `limits.ofServer`. Members beyond it stay. */
  maxMembers?: number | null;
  /** Whether the room has typing notices. Without, the server accepts and does not send them. */
  typing?: boolean | null;
  /** How the room shows its present users: one of `RoomPresence`. */
  presence?: string | null;
  /**
   * How long messages are to be kept, 0 to `limits.retentionDays` days, or `limits.ofServer`; 0 for ever. This version of the server stores
   * the setting, and deletes nothing yet.
   */
  retentionDays?: number | null;
}

/** The answer to `SetRoom`. */
export interface SetRoomResult {
  /** The room's name. */
  room: string;
  /** The revision of the settings. */
  revision: number;
}

/** The caller is typing: `StartTyping`. */
export interface StartTypingRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
}

/** The caller stopped typing: `StopTyping`. */
export interface StopTypingRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
}

/** A user started or stopped typing: `TypingChanged`. */
export interface TypingChange {
  /** The room's name. */
  room: string;
  /** The user's id: the `sub` of the token. */
  userId: string;
  /** The display name. */
  name: string;
  /** True if the user is typing now. */
  isTyping: boolean;
}

/** Lifts a ban: `UnbanMember`. */
export interface UnbanMemberRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The target's user id: the `sub` of the token. */
  userId: string;
}

/** Ends this connection's subscription to a room, and not the membership: `UnsubscribeRoom`. */
export interface UnsubscribeRoomRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
}

/** One user whom the caller blocks. */
export interface UserBlock {
  /** The blocked user's id. */
  userId: string;
  /**
   * The user's display name: that of the profile which a backend stored, or the one in a room that both are members of. Absent if neither
   * is found.
   */
  name?: string | null;
  /** The time of the block, in Unix milliseconds. */
  blockedAt: number;
}
