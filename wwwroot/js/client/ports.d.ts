// The client's dependencies. An app can replace each of them, and the tests do.

import type { InboxEntry } from './contracts.js';

/** The part of a SignalR HubConnection that is used. */
export interface Connection {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: string, request: object): Promise<any>;
  on(event: string, handler: (payload: any) => void): void;
  onclose(handler: (error?: Error) => void): void;
}

/** Makes a connection without starting it. The client calls it for each try to connect, and drops the connection before. */
export type Connect = (accessToken: () => Promise<string>, noteRetryAfter: (ms: number) => void) => Connection | Promise<Connection>;

/** The answer of a token provider. A GuestTokenResult is one. */
export interface AccessToken {
  accessToken: string;
  /** When it expires by this machine's clock, in Unix milliseconds; 0 if only the token itself says so. */
  expiresAt: number;
  /** The user of the token, as the event `identity` gives it to the app. */
  userId: string;
  name: string;
}

/** In place of a token: the user whom the browser's cookie signs in, if the server is in an app whose users have a cookie. */
export interface CookieUser { userId: string; name: string }

/** Returns a JWT, or the user whom the browser's cookie signs in. */
export type AskToken = () => Promise<string | CookieUser> | string | CookieUser;

/** The source of access tokens. */
export interface TokenProvider {
  /**
   * Returns a token that is valid now. Throws a ChatError with `clientCodes.tokenRefused` if there can be no such token. Any other
   * exception is a temporary failure.
   */
  get(): Promise<AccessToken>;
  /** Returns another token before the one of `get` expires. If it is missing, the client calls `get`. */
  renew?(): Promise<AccessToken>;
  /**
   * The server rejects the token that `get` returned. With `isGoodHere` only the server's clock rejects it, not this machine's. Then
   * return another token if there is one, or the same one, which another node may accept.
   */
  invalidate?(isGoodHere: boolean): void;
}

/** Time and random numbers. */
export interface Clock {
  now(): number;
  random(): number;
  setTimeout(action: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** The position of a reader in a room: it has every change up to `revision`. */
export interface RoomCursor { epoch: string; revision: number }

/**
 * Stores cursors, so that a page continues after a reload. The client saves a cursor after every handler of `messages` or `reset` has
 * completed, and before the next event. If the page ends in between, the change is delivered again: at least once, and never with a
 * gap. For exactly once, an app commits the messages and their `cursor` in one transaction. Its store then returns that cursor from
 * `load` and does nothing in `save`.
 */
export interface CursorStore {
  load(room: string): Promise<RoomCursor | null>;
  save(room: string, cursor: RoomCursor): Promise<void>;
  remove(room: string): Promise<void>;
}

/** An entry of the outbox as it is stored. */
export interface OutboxItem {
  /** Unique, and the same as long as the entry exists. */
  id: string;
  /** Its place: the client sends the entries of a room in ascending order. */
  number: number;
  kind: 'send' | 'edit' | 'delete';
  room: string;
  messageId: string;
  text: string;
  replyTo: string | null;
  data?: object | null;
  mentions?: string[] | null;
  /** The time of the call, in Unix milliseconds. */
  at: number;
  /** `failed`: rejected permanently, and stored for `retry` or `discard`. */
  state: 'waiting' | 'failed';
  error: { code: string; sentence: string } | null;
  /** The users under which the client has sent it. There are several if a guest's token changed in between. */
  triedAs: string[];
}

/**
 * Stores sends, edits and deletions until their outcome is known. The client stores an entry before it first sends it. It removes the
 * entry when the outcome is known, before it sends the next one of the room.
 */
export interface OutboxStore {
  /** Returns the stored entries that belong to this page. */
  load(): Promise<OutboxItem[]>;
  /** Adds or replaces the entry with this id. */
  put(item: OutboxItem): Promise<void>;
  remove(id: string): Promise<void>;
  /**
   * Called before each try to send a stored entry. False if another page has it now, null if no page has it: it was sent, or
   * the storage was cleared.
   */
  isMine?(id: string): Promise<boolean | null>;
  /** Calls the handler with entries that a closed page has left. */
  onInherited?(handler: (items: OutboxItem[]) => void): void;
}

/** An inbox as it is stored. */
export interface KeptInbox { epoch: string; revision: number; entries: InboxEntry[] }

/** Stores the inbox. It is a copy: each connection reads the inbox again. */
export interface InboxStore {
  loadInbox(): Promise<KeptInbox | null>;
  /** Replaces the stored inbox; called at most every 5 s. */
  saveInbox(inbox: KeptInbox): Promise<void>;
}

/** The stores, as `openChatStore` returns them. */
export interface ChatStore {
  cursors: CursorStore;
  outbox: OutboxStore;
  inbox: InboxStore;
  /** False if the browser stores nothing: then the data lasts as long as the page. */
  isDurable: boolean;
  /** The reason why it is not durable. */
  reason: unknown;
  /** Hands the waiting entries to another page and releases all locks. */
  close(): Promise<void>;
  /** Deletes the cursors of this user and the unsent entries of this page. */
  clear(): Promise<void>;
  /**
   * Signs the user out: deletes the cursors of this user and the unsent entries, except those that another open page sends, and releases
   * all locks. The browser then stores nothing of the user for this page.
   */
  forget(): Promise<void>;
}
