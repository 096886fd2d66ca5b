import type { ChatError } from './chat-error.js';
import type { Deferred } from './deferred.js';
import type { AccessToken, Clock, Connect, Connection, TokenProvider } from './ports.js';

export interface LinkStatus {
  state: 'idle' | 'connecting' | 'connected' | 'waiting' | 'stopped';
  /** The number of the try to reconnect, 0 for the first connect. */
  attempt: number;
  /** The time of the next try, while waiting. */
  retryAt: number | null;
  /** The reason why there is no connection, or why the client stopped. */
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

/** One connection, from its creation on. */
export interface Attempt {
  hub: Connection | null;
  gone: Deferred<ChatError>;
  /** SignalR closed the connection. */
  isClosed: boolean;
  isOver: boolean;
  begunAt: number;
  /** The server gave a time to reconnect. */
  isAskedBack: boolean;
  /** Resolves when the connection is established. */
  begun: Promise<AccessToken>;
}
