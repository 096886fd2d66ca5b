// The events of a ChatClient, for `client.on(name, handler)`. Handlers run one after the other. If a handler returns a promise, the
// client awaits it.

import type { ChatError } from './chat-error.js';
import type { ChangedMember, ChatMessage, ChatUser, InboxEntry, MessageReactions, RoomInfo, RoomLimits } from './contracts.js';
import type { ReadCursorChange, SendMessageResult, SessionEnd } from './contracts.js';
import type { LinkStatus } from './link-types.js';
import type { OutboxEntry } from './outbox-entry.js';
import type { RoomCursor } from './ports.js';

// A type and not an interface: an Emitter accepts it as a record.
export type ChatEvents = {
  /** The connection changed, or the client waits for the next try. */
  status: LinkStatus;
  /** The user, by the token of a new connection. */
  identity: ChatUser;
  /** The client has joined a room, for the first time or again. `limits` are the server's limits, also in `client.limits`. */
  joined: { room: string; role: string; isReset: boolean; limits: RoomLimits };
  /** The client has delivered all missed changes. `missed` is the number of messages that arrived while it was disconnected. */
  'caught-up': { room: string; missed: number };
  /**
   * The room starts over: drop your messages of the room and begin with these. `info` has the settings of the room, null from an older
   * server. `cursor` is the position after them.
   */
  reset: { room: string; messages: ChatMessage[]; reactions: MessageReactions[]; info: RoomInfo | null; cursor: RoomCursor };
  /**
   * Messages, reactions to messages, members or the settings of the room changed: each change once, in the room's order, without a gap.
   * A message is new if its sequence equals its revision. Each array may be empty; `info` is null if the settings did not change.
   */
  messages: {
    room: string; messages: ChatMessage[]; reactions: MessageReactions[]; members: ChangedMember[]; info: RoomInfo | null;
    cursor: RoomCursor; isCatchUp: boolean;
  };
  /**
   * The user's reactions to a message that have no outcome yet: `react` adds one at once, and it ends after `messages` with the stored
   * reaction, or with the refusal. Show `withPending(tallies, pending, client.me.userId)`.
   */
  reacting: { room: string; messageId: string; pending: { emoji: string; isOn: boolean }[] };
  /**
   * Rooms of the user came, went or changed: each as it is now, and those in `removed` as they were, with the reason in `left`, or null if
   * the user was away. Changes are combined while the handlers are busy: it is the difference to the last event.
   */
  inbox: { added: InboxEntry[]; changed: InboxEntry[]; removed: InboxEntry[] };
  /** Another user has read a joined room further. No event while disconnected: `readCursors` returns all. */
  'read-cursor': ReadCursorChange;
  /** The entries of a room that wait for their outcome: messages in `entries`, edits and deletions in `changes`. */
  outbox: { room: string; entries: OutboxEntry[]; changes: OutboxEntry[] };
  /** The server has stored a message. `answer` is null if the message arrived in the room first. Precedes the `outbox` without it. */
  accepted: { room: string; entry: OutboxEntry; answer: SendMessageResult | null; me: ChatUser };
  /**
   * A send, an edit or a deletion has left the outbox, stored or rejected. `isRestored` if an earlier page made the call: no
   * caller awaits its `outcome`.
   */
  settled: { room: string; entry: OutboxEntry; result: any; error: ChatError | null; isRestored: boolean };
  /** The users who are present. No event while disconnected. */
  presence: { room: string; users: ChatUser[]; count: number; joined: ChatUser[]; left: ChatUser[] };
  /** The users who are typing, and their names in the same order. */
  typing: { room: string; names: string[]; users: ChatUser[] };
  /** The user is no longer in the room. The client follows it no more. */
  removed: { room: string; code: string };
  /** The server rejected a join or a rejoin. The client follows the room no more. */
  refused: { room: string; error: ChatError };
  /** The server is about to close the connection, with the reason. The client decides what follows. */
  ending: SessionEnd;
  /** A handler has been running for long. Sent while it runs, and again at twice the time. */
  'slow-handler': { event: string; runningMs: number; waiting: number };
  /** A handler failed, or a store failed to store something. */
  warning: { what: string; error: unknown };
};
