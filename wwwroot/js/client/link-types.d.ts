import type { ChatError } from './chat-error.js';
import type { Deferred } from './deferred.js';
import type { AccessToken, Clock, Connect, Connection, TokenProvider } from './ports.js';

export interface LinkStatus {
  state: 'idle' | 'connecting' | 'connected' | 'waiting' | 'stopped';
  /** The number of the try to come back, 0 for the first connect. */
  attempt: number;
  /** When it is made, while waiting. */
  retryAt: number | null;
  /** Why the connection is away, or why it was given up. */
  error: ChatError | null;
}

export interface LinkOptions {
  connect: Connect;
  tokens: TokenProvider;
  backoff: { delay(attempt: number): number; maxTries?: number };
  clock: Clock;
  connectTimeoutMs: number;
  callTimeoutMs: number;
}

/** One connection, from its making on. */
export interface Attempt {
  hub: Connection | null;
  gone: Deferred<ChatError>;
  /** SignalR closed the connection. */
  isClosed: boolean;
  isOver: boolean;
  begunAt: number;
  /** The server said when to come again. */
  isAskedBack: boolean;
  /** Once it stands. */
  begun: Promise<AccessToken>;
}
