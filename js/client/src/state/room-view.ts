import type { ChatError } from '../client/chat-error.js';
import type {
  ChangeMessageResult, ChatMessage, ChatUser, MarkReadResult, ReactionTally, RoomInfo,
} from '../client/contracts.js';
import type { OutboxEntry } from '../client/outbox-entry.js';
import type { Sending } from '../client/outbox.js';

/** A room as it is to be shown. It is immutable: each change makes another one. */
export interface RoomView {
  readonly room: string;
  /** `joining` also after a lost connection; `refused`: see `error`; `removed`: see `code`. */
  readonly phase: 'joining' | 'joined' | 'refused' | 'removed';
  /** The user's role in the room, one of `roomRoles`. */
  readonly role: string;
  /** The title and the settings; null until the room is joined. */
  readonly info: RoomInfo | null;
  /**
   * An unbroken range up to the newest message, by sequence: the newest 1,000, and as many more as `loadOlder` has fetched. A deleted
   * message stays, with `deletedAt` and without a text.
   */
  readonly messages: readonly ChatMessage[];
  /** Whether older messages may exist: `loadOlder` fetches them. */
  readonly hasOlder: boolean;
  /** By message id, with the user's own reactions that have no outcome yet. */
  readonly reactions: ReadonlyMap<string, readonly ReactionTally[]>;
  /** The user's own messages that are not stored yet, and rejected ones if the client has `keepFailed`. Show them after `messages`. */
  readonly pending: readonly OutboxEntry[];
  /** Whether everything missed has arrived. */
  readonly isCaughtUp: boolean;
  /** Why the server refused the join. */
  readonly error: ChatError | null;
  /** Why the user is no longer in the room, one of `roomRemovalCodes`. */
  readonly code: string | null;
}

/** The present users. A large room has only their number. */
export interface PresenceView { readonly users: readonly ChatUser[]; readonly count: number }

export interface SendDetails {
  /** The id of the message that this one replies to. */
  replyTo?: string | null;
  /** An object of the app, at most 8 KB as JSON. */
  data?: object | null;
  /** The ids of the users whom the message mentions. */
  mentions?: string[] | null;
}

/** The calls of a user in a room. The functions are bound and stay the same. */
export interface RoomActions {
  /** Queues a message. Throws a ChatError if the text is too long or the outbox full. */
  readonly send: (text: string, details?: SendDetails) => Sending;
  readonly edit: (messageId: string, text: string) => Promise<ChangeMessageResult>;
  readonly remove: (messageId: string) => Promise<ChangeMessageResult>;
  readonly react: (messageId: string, emoji: string, isOn?: boolean) => Promise<ChangeMessageResult>;
  /** Sends a rejected message again. */
  readonly retry: (messageId: string) => void;
  /** Removes a message from `pending`, unless it is being sent. */
  readonly discard: (messageId: string) => void;
  /** Fetches the page of messages before the first one. A second call during the first one only waits. */
  readonly loadOlder: () => Promise<void>;
  /** Marks the room as read, up to the newest message or the given sequence. */
  readonly markRead: (sequence?: number) => Promise<MarkReadResult>;
  /** Joins the room again after `refused` or `removed`. */
  readonly rejoin: () => void;
  /** Ends the membership. */
  readonly leave: () => Promise<void>;
}
