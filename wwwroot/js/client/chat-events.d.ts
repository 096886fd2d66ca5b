// What a ChatClient tells, by `client.on(name, handler)`. Handlers run one after the other; one that answers a promise is waited for.

import type { ChatError } from './chat-error.js';
import type { ChatMessage, ChatUser, RoomLimits, SendMessageResult, SessionEnd } from './contracts.js';
import type { LinkStatus } from './link-types.js';
import type { OutboxEntry } from './outbox-entry.js';
import type { RoomCursor } from './ports.js';

// A type and not an interface: an Emitter takes it as a record.
export type ChatEvents = {
  /** The connection changed, or another try to make it lies ahead. */
  status: LinkStatus;
  /** Who one is, by the token of a new connection. */
  identity: ChatUser;
  /** A room is joined, for the first time or again; `limits` is what the server takes, also as `client.limits`. */
  joined: { room: string; role: string; isReset: boolean; limits: RoomLimits };
  /** All that was missed has been handed over; `missed` is how many messages came while the connection was away. */
  'caught-up': { room: string; missed: number };
  /** The room starts over: throw away what you had of it and begin with these. `cursor` is where the app stands after it. */
  reset: { room: string; messages: ChatMessage[]; cursor: RoomCursor };
  /** Messages are new or changed: each change once, in the room's order, without a gap. One whose sequence is its revision is new. */
  messages: { room: string; messages: ChatMessage[]; cursor: RoomCursor; isCatchUp: boolean };
  /** What waits for its outcome in a room: messages in `entries`, edits and deletions in `changes`. */
  outbox: { room: string; entries: OutboxEntry[]; changes: OutboxEntry[] };
  /** A message is stored; without `answer` where it was seen in the room first. Before `outbox` no longer holds it. */
  accepted: { room: string; entry: OutboxEntry; answer: SendMessageResult | null; me: ChatUser };
  /** A send, an edit or a deletion is out of the outbox, for better or worse; `isRestored` where an earlier page wrote it, and nobody waits for its `outcome`. */
  settled: { room: string; entry: OutboxEntry; result: any; error: ChatError | null; isRestored: boolean };
  /** Who is there. Not told while there is no connection. */
  presence: { room: string; users: ChatUser[]; count: number; joined: ChatUser[]; left: ChatUser[] };
  /** Who is typing: their names, and in the same order the users. */
  typing: { room: string; names: string[]; users: ChatUser[] };
  /** The user is no longer in the room; it is not followed any more. */
  removed: { room: string; code: string };
  /** A room could not be joined, or not again; it is not followed any more. */
  refused: { room: string; error: ChatError };
  /** The server is about to end the connection, and why. What follows is up to the client. */
  ending: SessionEnd;
  /** A handler has been running for long; told while it runs, and again at twice the time. */
  'slow-handler': { event: string; runningMs: number; waiting: number };
  /** A handler failed, or a store did not keep something. */
  warning: { what: string; error: unknown };
};
