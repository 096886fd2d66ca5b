// Written by Tests/Contracts from Contracts/*.cs: see ScriptContractsTests. Do not change it by hand.
// Ids are strings, times Unix milliseconds. What may be absent comes as null, and may be left out.

/**
 * The codes a call can be refused with. A refusal reaches the client as a `HubException` whose text is `code: sentence`; one that may be retried ends
 * in `Retry after N ms.` A code keeps its meaning for ever.
 */
export const errorCodes: {
  /** A field is missing, malformed or out of its range; the sentence names it. Permanent. */
  readonly invalidArgument: 'invalid-argument';
  /** The hub has no such method. Permanent. */
  readonly unknownMethod: 'unknown-method';
  /** The text is longer than the server takes (`limits.textLength` unless set otherwise). Permanent. */
  readonly textTooLong: 'text-too-long';
  /** The caller is not a member of the room, or there is no such room: join it first. Permanent. */
  readonly notAMember: 'not-a-member';
  /** The room is private and the caller has not been made a member. Permanent. */
  readonly roomPrivate: 'room-private';
  /** A moderator banned the caller from the room. Permanent until the ban is lifted. */
  readonly banned: 'banned';
  /** The caller's role does not allow it, or the other one's role is as high. Permanent for these roles. */
  readonly forbidden: 'forbidden';
  /** The user it is to be done to is not a member of the room. Permanent. */
  readonly memberNotFound: 'member-not-found';
  /** It would leave the room without an owner: make another member one first. Permanent. */
  readonly lastOwner: 'last-owner';
  /** The connection is in as many rooms as it may be (`limits.roomsPerConnection`). Leave one first. */
  readonly tooManyRooms: 'too-many-rooms';
  /**
   * The user made as many rooms as a user may. Permanent until a room that the user made is empty, without members and without messages, and was made
   * more than 24 h ago. Rooms that exist can still be joined.
   */
  readonly tooManyRoomsMade: 'too-many-rooms-made';
  /** The room has no such message. Permanent. */
  readonly messageNotFound: 'message-not-found';
  /** The message is another user's. Permanent. */
  readonly notTheAuthor: 'not-the-author';
  /** The message was deleted and cannot be edited. Permanent. */
  readonly messageDeleted: 'message-deleted';
  /** The room holds a message of another user under this id: choose a new id. Permanent for this id. */
  readonly messageIdTaken: 'message-id-taken';
  /** The cursor lies beyond the room's head, as after a restored backup: join again to start over. Permanent for this cursor. */
  readonly cursorUnknown: 'cursor-unknown';
  /** The caller is faster than one user may be. Retry with the same message id after the time given. */
  readonly rateLimited: 'rate-limited';
  /** The server takes no more at the moment. Retry with the same message id after the time given. */
  readonly busy: 'busy';
  /** The database does not answer, is locked or is full. Nothing was acknowledged; retry with the same message id after the time given. */
  readonly storageUnavailable: 'storage-unavailable';
  /** The node is leaving: reconnect and retry with the same message id. */
  readonly nodeDraining: 'node-draining';
  /** A defect of the server. The sentence holds the trace id to look for in its log. */
  readonly internalError: 'internal-error';
};

/** Why the server ends a connection: `SessionEnd.code`, said before the close. A code keeps its meaning for ever. */
export const sessionEndCodes: {
  /** The access token expired: come back with a fresh one. */
  readonly tokenExpired: 'token-expired';
  /** Nothing was heard from the client for longer than the client time-out. */
  readonly clientTimeout: 'client-timeout';
  /** The client did not read what was sent to it for longer than the stall time-out: come back with the cursors. */
  readonly slowConsumer: 'slow-consumer';
  /** The connection sent more frames or bytes than one may: come back, and send less. */
  readonly rateLimited: 'rate-limited';
  /** The user has more connections, on all nodes together, than one may have, and this one had to go: do not come back by yourself. */
  readonly tooManyConnections: 'too-many-connections';
  /** The node is going away: come back, elsewhere. */
  readonly serverStopping: 'server-stopping';
  /**
   * A frame cannot be read in the protocol that the handshake chose, or went in the wrong type of WebSocket message. A defect of the client, which
   * would do it again: do not come back by yourself.
   */
  readonly malformedFrame: 'malformed-frame';
  /** A frame is larger than the server takes (`limits.receiveBytes` unless set otherwise): come back, and do not send it again. */
  readonly frameTooLarge: 'frame-too-large';
  /** The handshake cannot be read, or asks for a protocol or version that the server does not have. Only in the reason of the WebSocket close. */
  readonly malformedHandshake: 'malformed-handshake';
  /** The handshake did not come in time. Only in the reason of the WebSocket close. */
  readonly handshakeTimeout: 'handshake-timeout';
};

/** Why a user is no longer in a room: `RoomRemoval.code`. A code keeps its meaning for ever. */
export const roomRemovalCodes: {
  /** The user left the room, on this connection or on another one. */
  readonly left: 'left';
  /** A moderator or an owner ended the membership. A public room may be joined again. */
  readonly kicked: 'kicked';
  /** A moderator or an owner banned the user: joining is refused until the ban is lifted. */
  readonly banned: 'banned';
};

/** What a member may do in a room, as it stands on the wire. Nobody acts on one whose role is as high as their own, or higher. */
export const roomRoles: {
  /**
   * Made the room, by joining it first or by configuration, was made one by an owner, or had been there for longest when the last owner left
   * (moderators first). Does all, and gives roles.
   */
  readonly owner: 'owner';
  /** Was made one by an owner. Kicks and bans members, and lifts bans. */
  readonly moderator: 'moderator';
  /** Reads and posts. */
  readonly member: 'member';
};

/**
 * The limits a client can count on. Those an operator can change (section `Chat:Limits`) are here with their defaults, and `RoomLimits` has what this
 * server takes; the others are part of the contract.
 */
export const limits: {
  /** The form of a room name: 1 to 64 characters, lower-case letters, digits, dot, underscore and hyphen, led by a letter or digit. */
  readonly roomNamePattern: '^[a-z0-9][a-z0-9._-]{0,63}$';
  /** The longest room name, in characters. */
  readonly roomNameLength: 64;
  /** The longest message text, in UTF-16 code units. Default of `Chat:Limits:TextLength`. */
  readonly textLength: 4000;
  /** The largest frame the server takes from a client, in bytes. Default of `Chat:Limits:ReceiveBytes`. */
  readonly receiveBytes: 32768;
  /** The most rooms one connection may be in. Default of `Chat:Limits:RoomsPerConnection`. */
  readonly roomsPerConnection: 50;
  /** The largest page of history, of rooms or of members, in items. Default of `Chat:Limits:PageSize`. */
  readonly pageSize: 200;
  /** The largest page of catching up, in messages. Default of `Chat:Limits:CatchUpPageSize`. */
  readonly catchUpPageSize: 200;
  /** The messages in the snapshot that a join without a cursor gets. */
  readonly snapshotSize: 50;
  /** The most users that `JoinRoomResult.present` names; `JoinRoomResult.presentCount` tells them all. */
  readonly presentSize: 100;
  /** The longest user id, in characters. */
  readonly userIdLength: 128;
  /** The longest display name, in characters. */
  readonly displayNameLength: 40;
  /** The most often one user's typing is told to a room. */
  readonly typingIntervalMs: 3000;
  /** After this time without a new `StartTyping` a user is no longer typing. */
  readonly typingLifetimeMs: 6000;
};

/** The paths of the server, below whatever prefix a proxy adds. */
export const paths: {
  /** The SignalR hub: `ChatHub` towards the server, `ChatHubEvents` towards the client. */
  readonly hub: '/hubs/chat';
  /** Where a guest asks for a token: `POST` a `GuestTokenRequest`, get a `GuestTokenResult`. */
  readonly guestToken: '/auth/guest';
};

/** The names of `ChatHub` on the wire. */
export const hubMethods: Readonly<{
  JoinRoom: 'JoinRoom';
  LeaveRoom: 'LeaveRoom';
  SendMessage: 'SendMessage';
  EditMessage: 'EditMessage';
  DeleteMessage: 'DeleteMessage';
  GetUpdates: 'GetUpdates';
  GetHistory: 'GetHistory';
  StartTyping: 'StartTyping';
  StopTyping: 'StopTyping';
  GetMembers: 'GetMembers';
  ListRooms: 'ListRooms';
  KickMember: 'KickMember';
  BanMember: 'BanMember';
  UnbanMember: 'UnbanMember';
  SetRole: 'SetRole';
}>;

/** The names of `ChatHubEvents` on the wire. */
export const hubEvents: Readonly<{
  RoomUpdated: 'RoomUpdated';
  TypingChanged: 'TypingChanged';
  PresenceChanged: 'PresenceChanged';
  RemovedFromRoom: 'RemovedFromRoom';
  Draining: 'Draining';
  SessionEnding: 'SessionEnding';
}>;

/**
 * What a client calls. Each method takes one request record, so that fields can be added. Every method can be refused with
 * `errorCodes.invalidArgument`, `errorCodes.rateLimited`, `errorCodes.storageUnavailable`, `errorCodes.nodeDraining` and `errorCodes.internalError`;
 * the others are named at the method.
 */
export interface ChatHub {
  /**
   * Makes the caller a member of a public room (the first one makes the room and owns it) and lets this connection hear it. With a cursor it answers
   * what changed since, without one a snapshot. Refused with `errorCodes.roomPrivate`, `errorCodes.banned`, `errorCodes.tooManyRooms`,
   * `errorCodes.tooManyRoomsMade` (the room does not exist, and the caller made as many as a user may), `errorCodes.busy`, or
   * `errorCodes.notAMember`: the membership ended meanwhile, or at the cursor or after it, and then the next join, if the user wants to be in the
   * room again, goes without one.
   */
  JoinRoom(request: JoinRoomRequest): Promise<JoinRoomResult>;
  /**
   * Ends the caller's membership: every connection of the user stops hearing the room. Leaving a room one is not in does nothing. Refused with
   * `errorCodes.busy`.
   */
  LeaveRoom(request: LeaveRoomRequest): Promise<void>;
  /**
   * Stores a message and answers once it is on disk. The same message id sent again answers the same place with `SendMessageResult.duplicate` set,
   * however often and on whichever node. Refused with `errorCodes.textTooLong`, `errorCodes.notAMember`, `errorCodes.messageIdTaken` or
   * `errorCodes.busy`.
   */
  SendMessage(request: SendMessageRequest): Promise<SendMessageResult>;
  /**
   * Gives one of the caller's own messages another text. The same edit again changes nothing and answers the revision it has. Refused with
   * `errorCodes.textTooLong`, `errorCodes.notAMember`, `errorCodes.messageNotFound`, `errorCodes.notTheAuthor`, `errorCodes.messageDeleted` or
   * `errorCodes.busy`.
   */
  EditMessage(request: EditMessageRequest): Promise<ChangeMessageResult>;
  /**
   * Takes the text from one of the caller's own messages; its place stays. Deleting it again answers the revision it has. Refused with
   * `errorCodes.notAMember`, `errorCodes.messageNotFound`, `errorCodes.notTheAuthor` or `errorCodes.busy`.
   */
  DeleteMessage(request: DeleteMessageRequest): Promise<ChangeMessageResult>;
  /**
   * What changed in a room after a cursor, a page at a time: go on from `GetUpdatesResult.through` while `GetUpdatesResult.hasMore`. Refused with
   * `errorCodes.notAMember` or `errorCodes.cursorUnknown`.
   */
  GetUpdates(request: GetUpdatesRequest): Promise<GetUpdatesResult>;
  /** Messages before a place, the newest page first. Refused with `errorCodes.notAMember`. */
  GetHistory(request: GetHistoryRequest): Promise<GetHistoryResult>;
  /**
   * Tells the room that the caller is typing, at most every `limits.typingInterval`; it ends by itself after `limits.typingLifetime`, by a message,
   * or by `StopTyping`. This connection must have joined the room: otherwise `errorCodes.notAMember`. It is not told of its own typing; the user's
   * other connections are.
   */
  StartTyping(request: StartTypingRequest): Promise<void>;
  /** Tells the room that the caller stopped typing. Refused with `errorCodes.notAMember`. */
  StopTyping(request: StopTypingRequest): Promise<void>;
  /** The members of a room, those present first, then by name; at most `limits.pageSize`. Refused with `errorCodes.notAMember`. */
  GetMembers(request: GetMembersRequest): Promise<GetMembersResult>;
  /** The public rooms and the private ones the caller is a member of, by name. */
  ListRooms(request: ListRoomsRequest): Promise<ListRoomsResult>;
  /**
   * Ends another user's membership, on every connection and node; a public room may be joined again. For moderators and owners, on whoever has a
   * lower role. One who is not a member is answered with the room's head. Refused with `errorCodes.notAMember`, `errorCodes.forbidden` or
   * `errorCodes.busy`.
   */
  KickMember(request: KickMemberRequest): Promise<RemoveMemberResult>;
  /**
   * Bans a user, member or not, until the ban is lifted, and ends the membership. For moderators and owners, on whoever has a lower role. Refused
   * with `errorCodes.notAMember`, `errorCodes.forbidden` or `errorCodes.busy`.
   */
  BanMember(request: BanMemberRequest): Promise<RemoveMemberResult>;
  /**
   * Lifts a ban; where there is none it does nothing. The user is not a member by it. For moderators and owners. Refused with
   * `errorCodes.notAMember`, `errorCodes.forbidden` or `errorCodes.busy`.
   */
  UnbanMember(request: UnbanMemberRequest): Promise<void>;
  /**
   * Gives a member a role. For owners, on whoever is not one, and on themselves while there is another owner. Refused with `errorCodes.notAMember`,
   * `errorCodes.forbidden`, `errorCodes.memberNotFound`, `errorCodes.lastOwner` or `errorCodes.busy`.
   */
  SetRole(request: SetRoleRequest): Promise<void>;
}

/** What the server calls on a client. Only `RoomUpdated` is durable; what is missed of the rest is not sent again. */
export interface ChatHubEvents {
  /**
   * All messages of a room that changed in a range of revisions. With the cursor at `c`: `through <= c`, drop it; `after <= c`, apply the messages
   * whose revision is above `c` and set the cursor to `through`; `after > c`, a hole: ask `GetUpdates` for what follows `c`.
   */
  RoomUpdated(update: RoomUpdate): void;
  /** A user started or stopped typing. The connection that types does not get this; the user's other connections do. */
  TypingChanged(change: TypingChange): void;
  /** Users came to or went from a room, gathered over a short time. */
  PresenceChanged(change: PresenceChange): void;
  /** The user is no longer in the room; nothing after `RoomRemoval.revision` will come. */
  RemovedFromRoom(removal: RoomRemoval): void;
  /**
   * The node is leaving and will close this connection: come back no sooner than after the time told, counted from this notice: to another node,
   * where there is one behind the same address. `SessionEnding` follows.
   */
  Draining(notice: DrainNotice): void;
  /** The server is about to close this connection, and why. */
  SessionEnding(ending: SessionEnd): void;
}

/** Ends another user's membership, if there is one, and lets the user not in again: `BanMember`. */
export interface BanMemberRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** Whom: `sub` of the token. */
  userId: string;
}

/** The answer to `EditMessage` and `DeleteMessage`: the change is on disk. */
export interface ChangeMessageResult {
  /** The room's name. */
  room: string;
  /** The id of the message. */
  messageId: string;
  /** The revision of its latest change. */
  revision: number;
}

/** One message as it stands now. */
export interface ChatMessage {
  /** The message's id, a UUID in its canonical lower-case form of 36 characters; clients make it as UUIDv7. */
  messageId: string;
  /** Its place in the room, for ever: the revision it was posted with, 1 or more. */
  sequence: number;
  /** The revision of its latest change; equal to `ChatMessage.sequence` until it is edited or deleted. */
  revision: number;
  /** Who posted it: `sub` of the token. */
  userId: string;
  /** The author's name when it was posted. */
  name: string;
  /** What it says; empty once deleted. Plain text: escape it on output. */
  text: string;
  /** When it was stored, in Unix milliseconds. Not the order of the room: that is `ChatMessage.sequence`. */
  postedAt: number;
  /** When its text was last changed, in Unix milliseconds; none if never. */
  editedAt?: number | null;
  /** When it was deleted, in Unix milliseconds; none if it was not. */
  deletedAt?: number | null;
  /** The id of the message this one answers, if any. */
  replyTo?: string | null;
}

/** A user as others see them. */
export interface ChatUser {
  /** The user's id: `sub` of the token. */
  userId: string;
  /** The name shown. */
  name: string;
}

/** Takes the text from a message: `DeleteMessage`. */
export interface DeleteMessageRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The message's id, a UUID in its canonical lower-case form of 36 characters; clients make it as UUIDv7. */
  messageId: string;
}

/** The node is leaving: `Draining`. */
export interface DrainNotice {
  /**
   * How long to wait, from this notice on, before coming back, in milliseconds; 0 or more. It is another one for each client, so that those of one
   * node do not come back together. The connection serves on until the node closes it, which may be at once or when the time is over.
   */
  reconnectAfterMs: number;
}

/** Gives a message another text: `EditMessage`. */
export interface EditMessageRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The message's id, a UUID in its canonical lower-case form of 36 characters; clients make it as UUIDv7. */
  messageId: string;
  /** What it says: 1 to `limits.textLength` UTF-16 code units, something to see among them. */
  text: string;
}

/** Asks for messages before a place: `GetHistory`. */
export interface GetHistoryRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** Only messages whose sequence is lower; without it the newest. */
  before?: number | null;
  /** How many, 1 to `limits.pageSize`. */
  limit: number;
}

/** The answer to `GetHistory`. */
export interface GetHistoryResult {
  /** The room's name. */
  room: string;
  /** By sequence, ascending. */
  messages: ChatMessage[];
  /** There are older messages before the first one here. */
  hasMore: boolean;
}

/** Asks who belongs to a room: `GetMembers`. */
export interface GetMembersRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
}

/** The answer to `GetMembers`. */
export interface GetMembersResult {
  /** The room's name. */
  room: string;
  /** Those present first, then by name; at most `limits.pageSize`. */
  members: RoomMember[];
  /** How many members the room has in all. */
  memberCount: number;
}

/** Asks for what changed after a cursor: `GetUpdates`. */
export interface GetUpdatesRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The cursor: the last revision the client has, 0 for the very beginning. */
  after: number;
  /** How many messages at the most, 1 to `limits.catchUpPageSize`. */
  limit: number;
}

/** The answer to `GetUpdates`: a `RoomUpdate` that knows whether more follows. */
export interface GetUpdatesResult {
  /** The room's name. */
  room: string;
  /** The epoch of the database: a cursor is worth nothing under another one. */
  epoch: string;
  /** The range begins after this revision. */
  after: number;
  /** The range ends with this revision. */
  through: number;
  /** Every message whose latest change lies in the range, by revision, ascending. */
  messages: ChatMessage[];
  /** There is more: go on from `GetUpdatesResult.through`. */
  hasMore: boolean;
}

/** Asks for a guest's token: `POST` to `paths.guestToken`. */
export interface GuestTokenRequest {
  /** The name to show: 1 to `limits.displayNameLength` characters, none invisible or control. */
  name: string;
}

/** A guest's token. */
export interface GuestTokenResult {
  /** The bearer token for `paths.hub`. */
  accessToken: string;
  /** When it ends, in Unix milliseconds. */
  expiresAt: number;
  /** The random user id it was made for. */
  userId: string;
  /** The name shown. */
  name: string;
}

/** Asks to hear a room: `JoinRoom`. */
export interface JoinRoomRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The cursor: the last revision the client has, 0 for the very beginning. Without it the answer is a snapshot. */
  after?: number | null;
  /** The epoch the cursor belongs to. Another one than the server's gets a snapshot. */
  epoch?: string | null;
}

/** The answer to `JoinRoom`. */
export interface JoinRoomResult {
  /** The room's name. */
  room: string;
  /** The epoch of the database: a cursor is worth nothing under another one. */
  epoch: string;
  /** The room's newest revision at the time of reading; 0 for a room without messages. */
  head: number;
  /** The client starts over: `JoinRoomResult.update` is a snapshot, and what it had of the room is to be thrown away. */
  reset: boolean;
  /** There is more after `JoinRoomResult.update`: go on with `GetUpdates` from its `through`. */
  hasMore: boolean;
  /** What the caller may do in the room, one of `roomRoles`. */
  role: string;
  /**
   * With a cursor: what changed after it, the first page. As a snapshot: the newest messages, with `after` and `through` both at
   * `JoinRoomResult.head`; older ones by `GetHistory`.
   */
  update: RoomUpdate;
  /** Users who are connected to the room now, at most `limits.presentSize`. */
  present: ChatUser[];
  /** How many users are connected to the room now. */
  presentCount: number;
  /** What the server takes. Null from a server that does not tell: then count on the defaults, `limits`. */
  limits?: RoomLimits | null;
}

/** Ends another user's membership: `KickMember`. */
export interface KickMemberRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** Whom: `sub` of the token. */
  userId: string;
}

/** Ends the caller's membership: `LeaveRoom`. */
export interface LeaveRoomRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
}

/** Asks which rooms there are: `ListRooms`. */
export interface ListRoomsRequest {
  /** Only rooms whose name begins so; at most 64 characters of a room name. */
  prefix?: string | null;
  /** Only rooms that follow this name: the last one of the page before. */
  after?: string | null;
  /** How many, 1 to `limits.pageSize`. */
  limit: number;
}

/** The answer to `ListRooms`. */
export interface ListRoomsResult {
  /** By name, ascending in ordinal order. */
  rooms: RoomSummary[];
  /** There are more rooms after the last one here. */
  hasMore: boolean;
}

/** Who came and went: `PresenceChanged`. */
export interface PresenceChange {
  /** The room's name. */
  room: string;
  /** Users who were not there before, and those who are there and have another name now. */
  joined: ChatUser[];
  /** Users who are gone from all their connections. */
  left: ChatUser[];
  /** How many users are connected to the room after this change. */
  count: number;
}

/** The answer to `KickMember` and `BanMember`. */
export interface RemoveMemberResult {
  /** The room's name. */
  room: string;
  /** Who is not a member now. */
  userId: string;
  /** The removal's revision: nothing numbered after it is delivered to the user. Where the user was not a member, the room's head. */
  revision: number;
}

/** What the server takes, as its operator set it (section `Chat:Limits`): `JoinRoomResult.limits`. The defaults are those of `limits`. */
export interface RoomLimits {
  /** The longest message text, in UTF-16 code units. Beyond it `errorCodes.textTooLong`. */
  textLength: number;
  /** The largest frame the server takes, in bytes. Beyond it the connection is closed. */
  receiveBytes: number;
  /** The most rooms one connection may be in. Beyond it `errorCodes.tooManyRooms`. */
  roomsPerConnection: number;
  /**
   * The largest page of history, of rooms or of members, in items. If it is below `limits.pageSize`, a request for up to that many gets a smaller
   * page.
   */
  pageSize: number;
  /** The largest page of catching up, in messages. If it is below `limits.catchUpPageSize`, a request for up to that many gets a smaller page. */
  catchUpPageSize: number;
}

/** One member of a room. */
export interface RoomMember {
  /** The user's id: `sub` of the token. */
  userId: string;
  /** The name shown. */
  name: string;
  /** One of `roomRoles`. */
  role: string;
  /** Whether the user is connected to the room now. */
  isPresent: boolean;
}

/** The end of a membership: `RemovedFromRoom`. */
export interface RoomRemoval {
  /** The room's name. */
  room: string;
  /** Why, one of `roomRemovalCodes`. */
  code: string;
  /** The room's revision at the removal: nothing numbered after it is delivered. */
  revision: number;
}

/** One room in a list. */
export interface RoomSummary {
  /** The room's name. */
  room: string;
  /** Whether only those made members can join it. */
  isPrivate: boolean;
  /** Whether the caller is a member. */
  isMember: boolean;
  /** The room's newest revision; 0 for a room without messages. */
  head: number;
  /** How many users are connected to the room now. */
  presentCount: number;
}

/** All messages of a room that changed in (`RoomUpdate.after`, `RoomUpdate.through`]: what is pushed live and what catching up returns. */
export interface RoomUpdate {
  /** The room's name. */
  room: string;
  /** The epoch of the database: a cursor is worth nothing under another one. */
  epoch: string;
  /** The range begins after this revision. */
  after: number;
  /** The range ends with this revision. */
  through: number;
  /** Every message whose latest change lies in the range, by revision, ascending; none where a member went and nothing else happened. */
  messages: ChatMessage[];
}

/** Posts a message: `SendMessage`. */
export interface SendMessageRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** The message's id, a UUID in its canonical lower-case form of 36 characters; clients make it as UUIDv7. */
  messageId: string;
  /** What it says: 1 to `limits.textLength` UTF-16 code units, something to see among them. */
  text: string;
  /** The id of the message this one answers, if any. */
  replyTo?: string | null;
}

/** The answer to `SendMessage`: the message is on disk. */
export interface SendMessageResult {
  /** The room's name. */
  room: string;
  /** The id it was sent with. */
  messageId: string;
  /** Its place in the room, for ever. */
  sequence: number;
  /** The revision of its latest change. */
  revision: number;
  /** When it was stored, in Unix milliseconds. */
  postedAt: number;
  /** It had been stored by an earlier try. */
  duplicate: boolean;
}

/** The end of a connection: `SessionEnding`. */
export interface SessionEnd {
  /** Why, one of `sessionEndCodes`. */
  code: string;
  /** Whether coming back makes sense. */
  reconnect: boolean;
}

/** Gives a member a role: `SetRole`. */
export interface SetRoleRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** Whom: `sub` of the token. */
  userId: string;
  /** One of `roomRoles`. */
  role: string;
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
  /** Who: `sub` of the token. */
  userId: string;
  /** The name shown. */
  name: string;
  /** Whether they are typing now. */
  isTyping: boolean;
}

/** Lifts a ban: `UnbanMember`. */
export interface UnbanMemberRequest {
  /** The room's name, in the form of `limits.roomNamePattern`. */
  room: string;
  /** Whom: `sub` of the token. */
  userId: string;
}
