import type { ChatStore, Clock, Connect, CursorStore, OutboxStore, TokenProvider } from './ports.js';

/** What a ChatClient can be told. */
export interface ChatClientOptions {
  /** The server's address, with the prefix of a proxy if there is one; `/hubs/chat` is added. Not needed with `connect`. */
  url?: string;
  /**
   * Asked for a JWT before each connect, and ahead of the expiry when less than a fifth of its life is left: another token then leads to a planned, quick
   * reconnect.
   */
  accessToken?: () => Promise<string> | string;
  /** The same for one that can do more, such as `GuestTokens`. */
  tokens?: TokenProvider;
  /** The form on the wire, `json` unless told; what MessagePack takes is loaded only where it is asked for. */
  protocol?: 'json' | 'messagepack';
  /** Makes the SignalR connection, where `url` does not do, as in Node. */
  connect?: Connect;
  /** Cursors and outbox outlive the page, as by `openChatStore`; or `cursorStore`, `outboxStore`, one of them alone. */
  store?: Pick<ChatStore, 'cursors' | 'outbox'>;
  /** An app that does not keep its list of messages takes none: with a cursor it would be told only what changed since. */
  cursorStore?: CursorStore;
  outboxStore?: OutboxStore;
  /** The delays between tries to connect, `FullJitterBackoff` unless told. */
  backoff?: { delay(attempt: number): number; maxTries?: number };
  /** How many may wait for their outcome (1,000). */
  outboxLimit?: number;
  /** Beyond the limit `send` throws (`refuse`), or the message waits for a place (`wait`). */
  outboxFull?: 'refuse' | 'wait';
  /** A message that is refused for good stays in the outbox for `retry` or `discard` instead of leaving it (false). Those after it go on. */
  keepFailed?: boolean;
  /** Until the server has told its limits, which it does with the answer to a join, a call with a longer text is refused here. Without it the server decides. */
  textLength?: number;
  /** One try to connect (20,000); then it counts as failed. */
  connectTimeoutMs?: number;
  /** One call (30,000); then it counts as failed, and a send is repeated with the same id. */
  callTimeoutMs?: number;
  /** A server silent for so long is gone (30,000). */
  serverTimeoutMs?: number;
  /** A ping after so long without anything to say (10,000). */
  keepAliveMs?: number;
  /** So many events may wait for slow handlers (1,000); beyond it messages stay on the server, typing and presence are dropped. */
  eventBacklog?: number;
  /** A handler that runs for so long is told of by `slow-handler` (5,000). */
  slowHandlerAfterMs?: number;
  /** Whether to look for a machine or a page that slept; by default where there is a document. */
  wake?: boolean;
  /** Time and chance. */
  clock?: Clock;
}
