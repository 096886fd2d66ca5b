// @ts-check
// Written by Tests/Contracts from Contracts/*.cs: see ScriptContractsTests. Do not change it by hand.
// The meaning of each: contracts.d.ts.

export const errorCodes = Object.freeze({
  invalidArgument: 'invalid-argument',
  unknownMethod: 'unknown-method',
  textTooLong: 'text-too-long',
  dataTooLarge: 'data-too-large',
  notAMember: 'not-a-member',
  roomNotFound: 'room-not-found',
  roomExists: 'room-exists',
  roomPrivate: 'room-private',
  banned: 'banned',
  invalidToken: 'invalid-token',
  forbidden: 'forbidden',
  muted: 'muted',
  slowMode: 'slow-mode',
  memberNotFound: 'member-not-found',
  lastOwner: 'last-owner',
  roomFull: 'room-full',
  tooManyRooms: 'too-many-rooms',
  tooManyRoomsMade: 'too-many-rooms-made',
  tooManyBlocks: 'too-many-blocks',
  messageNotFound: 'message-not-found',
  notTheAuthor: 'not-the-author',
  messageDeleted: 'message-deleted',
  tooManyReactions: 'too-many-reactions',
  preconditionFailed: 'precondition-failed',
  messageIdTaken: 'message-id-taken',
  cursorUnknown: 'cursor-unknown',
  rateLimited: 'rate-limited',
  busy: 'busy',
  storageUnavailable: 'storage-unavailable',
  nodeDraining: 'node-draining',
  internalError: 'internal-error',
});

export const sessionEndCodes = Object.freeze({
  tokenExpired: 'token-expired',
  tokenRevoked: 'token-revoked',
  banned: 'banned',
  endedByBackend: 'ended-by-backend',
  clientTimeout: 'client-timeout',
  slowConsumer: 'slow-consumer',
  rateLimited: 'rate-limited',
  tooManyConnections: 'too-many-connections',
  serverStopping: 'server-stopping',
  malformedFrame: 'malformed-frame',
  frameTooLarge: 'frame-too-large',
  malformedHandshake: 'malformed-handshake',
  handshakeTimeout: 'handshake-timeout',
});

export const roomRemovalCodes = Object.freeze({
  left: 'left',
  kicked: 'kicked',
  banned: 'banned',
});

export const roomRoles = Object.freeze({
  owner: 'owner',
  moderator: 'moderator',
  member: 'member',
});

export const messageKinds = Object.freeze({
  user: 'user',
  system: 'system',
});

export const limits = Object.freeze({
  roomNamePattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
  roomNameLength: 64,
  textLength: 4000,
  receiveBytes: 32768,
  roomsPerConnection: 50,
  pageSize: 200,
  catchUpPageSize: 200,
  snapshotSize: 50,
  presentSize: 100,
  dataBytes: 8192,
  dataDepth: 32,
  mentions: 50,
  reactionsPerMessage: 20,
  emojiBytes: 64,
  reactionUsers: 20,
  titleLength: 200,
  slowModeSeconds: 21600,
  leastMembers: 2,
  maxMembers: 1000000,
  retentionDays: 36500,
  ofServer: -1,
  membersAdded: 100,
  blocks: 1000,
  reasonLength: 1000,
  readCursorMembers: 50,
  countedMentions: 1000,
  lastMessageLength: 200,
  userIdLength: 128,
  displayNameLength: 40,
  typingIntervalMs: 3000,
  typingLifetimeMs: 6000,
});

export const paths = Object.freeze({
  hub: '/hubs/chat',
  guestToken: '/auth/guest',
});

export const hubMethods = Object.freeze({
  JoinRoom: 'JoinRoom',
  CreateRoom: 'CreateRoom',
  LeaveRoom: 'LeaveRoom',
  UnsubscribeRoom: 'UnsubscribeRoom',
  SendMessage: 'SendMessage',
  EditMessage: 'EditMessage',
  DeleteMessage: 'DeleteMessage',
  React: 'React',
  GetUpdates: 'GetUpdates',
  GetHistory: 'GetHistory',
  StartTyping: 'StartTyping',
  StopTyping: 'StopTyping',
  GetMembers: 'GetMembers',
  ListRooms: 'ListRooms',
  KickMember: 'KickMember',
  BanMember: 'BanMember',
  AddMember: 'AddMember',
  MuteMember: 'MuteMember',
  SetRoom: 'SetRoom',
  UnbanMember: 'UnbanMember',
  ListBans: 'ListBans',
  OpenDirect: 'OpenDirect',
  BlockUser: 'BlockUser',
  ListBlocks: 'ListBlocks',
  ReportMessage: 'ReportMessage',
  SetRole: 'SetRole',
  FollowInbox: 'FollowInbox',
  MarkRead: 'MarkRead',
  GetReadCursors: 'GetReadCursors',
  Reauthenticate: 'Reauthenticate',
});

export const hubEvents = Object.freeze({
  RoomUpdated: 'RoomUpdated',
  TypingChanged: 'TypingChanged',
  PresenceChanged: 'PresenceChanged',
  RemovedFromRoom: 'RemovedFromRoom',
  InboxUpdated: 'InboxUpdated',
  InboxActivity: 'InboxActivity',
  ReadCursorChanged: 'ReadCursorChanged',
  Draining: 'Draining',
  SessionEnding: 'SessionEnding',
});
