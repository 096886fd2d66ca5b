// What the client needs from outside: each can be replaced, and the tests do.

/** The part of a SignalR HubConnection that is used. */
export interface Connection {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: string, request: object): Promise<any>;
  on(event: string, handler: (payload: any) => void): void;
  onclose(handler: (error?: Error) => void): void;
}

/** Makes a connection that is not started yet; asked for each try to connect, and the one before is thrown away. */
export type Connect = (accessToken: () => Promise<string>, noteRetryAfter: (ms: number) => void) => Connection | Promise<Connection>;

/** What a token provider answers; GuestTokenResult is one. */
export interface AccessToken {
  accessToken: string;
  /** When it ends by this machine's clock, in Unix milliseconds; 0 where only the token itself says so. */
  expiresAt: number;
  /** Who it is for: what `identity` tells the app. */
  userId: string;
  name: string;
}

/** Where access tokens come from. */
export interface TokenProvider {
  /** A token that is good now. Throws a ChatError with `clientCodes.tokenRefused` when there can be none; any other exception is a passing failure. */
  get(): Promise<AccessToken>;
  /** Another token, ahead of the expiry of the one that `get` gave; without it `get` is asked. */
  renew?(): Promise<AccessToken>;
  /**
   * The server no longer takes the token that `get` gave. With `isGoodHere` its clock alone says so, and this machine's does not: give another one if there is one, or the same,
   * which another node may take.
   */
  invalidate?(isGoodHere: boolean): void;
}

/** Time and chance. */
export interface Clock {
  now(): number;
  random(): number;
  setTimeout(action: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** Where a reader stands in a room: everything up to `revision` is known. */
export interface RoomCursor { epoch: string; revision: number }

/**
 * Where cursors are kept, so that a page that is loaded again goes on where the one before it stood. A cursor is saved after every handler of
 * `messages` or `reset` has ended well, and before the next event is told: what is cut off between the two is handed over again, at least once and never with a
 * gap. Exactly once takes an app that stores the messages and their `cursor` in one transaction of its own: its store answers `load` from there, and does nothing in `save`.
 */
export interface CursorStore {
  load(room: string): Promise<RoomCursor | null>;
  save(room: string, cursor: RoomCursor): Promise<void>;
  remove(room: string): Promise<void>;
}

/** An entry of the outbox as it is kept. */
export interface OutboxItem {
  /** Unique; the same for as long as the entry lives. */
  id: string;
  /** Its place: entries of a room are sent by ascending numbers. */
  number: number;
  kind: 'send' | 'edit' | 'delete';
  room: string;
  messageId: string;
  text: string;
  replyTo: string | null;
  /** When it was written, in Unix milliseconds. */
  at: number;
  /** `failed`: refused for good, and kept for `retry` or `discard`. */
  state: 'waiting' | 'failed';
  error: { code: string; sentence: string } | null;
  /** The users under whom it went out; more than one when a guest's token had to be renewed in between. */
  triedAs: string[];
}

/**
 * Where sends, edits and deletions are kept until their outcome is known. An entry is kept before it is first sent, and removed once its outcome is known, before the next
 * one of its room is sent.
 */
export interface OutboxStore {
  /** What was kept and not removed, and belongs to this page. */
  load(): Promise<OutboxItem[]>;
  /** Adds or replaces the entry with this id. */
  put(item: OutboxItem): Promise<void>;
  remove(id: string): Promise<void>;
  /** Asked before each try to send what was kept: false where another page has it now, null where nobody has (it was sent, or the storage was cleared). */
  isMine?(id: string): Promise<boolean | null>;
  /** Tells of entries that another page, which is gone, has left. */
  onInherited?(handler: (items: OutboxItem[]) => void): void;
}

/** Both, as `openChatStore` gives them. */
export interface ChatStore {
  cursors: CursorStore;
  outbox: OutboxStore;
  /** False where the browser keeps nothing: then it lives as long as the page. */
  isDurable: boolean;
  /** Why it is not durable. */
  reason: unknown;
  /** Hands what waits to another page and lets go of everything. */
  close(): Promise<void>;
  /** Forgets the cursors of this user, and what this page has not sent. */
  clear(): Promise<void>;
  /**
   * The user signs out: deletes the cursors of this user and everything that was not sent, unless another open page is to send it, and lets go of everything. The
   * browser then keeps nothing of the user for this page.
   */
  forget(): Promise<void>;
}
