import type { AskToken, ChatStore, Clock, Connect, CursorStore, InboxStore, OutboxStore, TokenProvider } from './ports.js';

/** The options of a ChatClient. */
export interface ChatClientOptions {
  /** The server's address, with the prefix of a proxy if there is one; the client adds `/hubs/chat`. Not needed with `connect`. */
  url?: string;
  /**
   * Returns a JWT, or `{ userId, name }` of the user whom the browser's cookie signs in. The client calls it before each connect, and
   * again when less than a fifth of the token's life is left. Another token then leads to a planned, quick reconnect.
   */
  accessToken?: AskToken;
  /** The same, for a provider that can do more, such as `GuestTokenProvider`. */
  tokens?: TokenProvider;
  /** The wire format, `json` by default. The client loads the code of MessagePack only if it is chosen. */
  protocol?: 'json' | 'messagepack';
  /** Makes the SignalR connection if `url` is not enough, as in Node. */
  connect?: Connect;
  /** Cursors and outbox outlive the page, as with `openChatStore`. Or use `cursorStore` or `outboxStore` alone. */
  store?: Pick<ChatStore, 'cursors' | 'outbox'> & Partial<Pick<ChatStore, 'inbox'>>;
  /** An app that does not store its messages needs null: with a cursor it would receive only later changes. */
  cursorStore?: CursorStore;
  outboxStore?: OutboxStore;
  /** The inbox outlives the page, so that the next one shows it before it is connected. */
  inboxStore?: InboxStore;
  /** Whether to follow the inbox from `start` on (default false). */
  followInbox?: boolean;
  /** Whether a room counts as read up to the user's own message when it is stored, while the inbox is followed (default true). */
  marksOwnMessagesRead?: boolean;
  /** The delays between tries to connect, `FullJitterBackoff` by default. */
  backoff?: { delay(attempt: number): number; maxTries?: number };
  /** The number of entries that may wait for their outcome (1,000). */
  outboxLimit?: number;
  /** Beyond the limit `send` throws (`refuse`), or the message waits for room (`wait`). */
  outboxFull?: 'refuse' | 'wait';
  /** A permanently rejected message stays in the outbox for `retry` or `discard` (default false). Later entries are sent all the same. */
  keepFailed?: boolean;
  /**
   * The server sends its limits with the answer to a join. Until then the client rejects a call with a longer text than this. Without
   * it the server decides.
   */
  textLength?: number;
  /** The time-out of a try to connect, in milliseconds (20,000). */
  connectTimeoutMs?: number;
  /** The time-out of a call, in milliseconds (30,000). The client then retries a send with the same id. */
  callTimeoutMs?: number;
  /** The connection is lost if the server is silent for so long, in milliseconds (30,000). */
  serverTimeoutMs?: number;
  /** The client pings after so long without another message, in milliseconds (10,000). */
  keepAliveMs?: number;
  /**
   * The number of events that may wait for slow handlers (1,000). Beyond it messages stay on the server, and typing and
   * presence are dropped.
   */
  eventBacklog?: number;
  /** The event `slow-handler` is sent for a handler that runs for so long, in milliseconds (5,000). */
  slowHandlerAfterMs?: number;
  /** Whether to detect a machine or a page that slept; by default if there is a document. */
  wake?: boolean;
  /** Time and random numbers. */
  clock?: Clock;
}
