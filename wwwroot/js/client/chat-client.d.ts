// Written by eng/js-check.sh --write from the JavaScript beside it.
import { Requests } from './requests.js';
export type JoinRoomResult = import('./contracts.js').JoinRoomResult;
export type RoomCursor = import('./ports.js').RoomCursor;
export type Sending = import('./outbox.js').Sending;
export type ChatError = import('./chat-error.js').ChatError;
export type Inbox = import('./inbox.js').Inbox;
export type ChatEvents = import('./chat-events.js').ChatEvents;
/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */
/** @typedef {import('./ports.js').RoomCursor} RoomCursor */
/** @typedef {import('./outbox.js').Sending} Sending */
/** @typedef {import('./chat-error.js').ChatError} ChatError */
/** @typedef {import('./inbox.js').Inbox} Inbox */
/** @typedef {import('./chat-events.js').ChatEvents} ChatEvents */
/**
 * A chat client without a page: it connects, reconnects automatically, keeps the cursors, and sends each message once.
 * Handlers run one after the other; the client awaits a promise that a handler returns.
 */
export declare class ChatClient extends Requests {
    #private;
    /** @param {import('./chat-client-options.js').ChatClientOptions} options */
    constructor(options: import('./chat-client-options.js').ChatClientOptions);
    /** The user, by the token in use. */
    get me(): {
        userId: string;
        name: string;
    };
    /** The state of the connection. */
    get status(): import("./link-types.js").LinkStatus;
    /** The rooms that are followed. */
    get rooms(): string[];
    /** The number of sends, edits and deletions with a pending outcome. */
    get pendingCount(): number;
    /** The rooms of the user as they are now, the one with the newest message first; empty before `followInbox`. */
    get inbox(): import("./contracts.js").InboxEntry[];
    /** The limits of the server, from its latest answer to a join; before the first one the defaults. */
    get limits(): import("./contracts.js").RoomLimits;
    /**
     * Connects, and reconnects until `stop`, or until `status` reports `stopped`; after that, the caller may call it again. It
     * first sends what an earlier page left.
     */
    start(): void;
    /** Sends the read cursors that wait, and ends the connection. Pending calls fail; their entries stay in the outbox. */
    stop(): Promise<void>;
    /** Ends the wait before the next try. */
    retryNow(): void;
    /**
     * Joins the room and follows it through lost connections until `leave`. Without a cursor it continues from the stored one,
     * or begins with a snapshot.
     * @param {string} name
     * @param {RoomCursor} [cursor] begins there, even if the client already follows the room
     * @returns {Promise<JoinRoomResult>} the server's first answer; the caller may ignore it
     */
    join(name: string, cursor?: RoomCursor): Promise<JoinRoomResult>;
    /** Ends the membership, after the room's pending calls; retried until the outcome is known. @param {string} room */
    leave(room: string): Promise<void>;
    /**
     * Stops following a room and keeps the membership: the server sends this connection no more of it, and its place among
     * `limits.roomsPerConnection` is free. Its counts come with the inbox. The next join continues where this one ended, unless `forget`
     * follows. Calls of the room, also those that wait in the outbox, go out all the same: a member may send to a room that is not joined.
     * @param {string} name
     * @returns {Promise<void>} the caller may ignore it
     */
    unsubscribe(name: string): Promise<void>;
    /** Stops following a room, for example one that cannot be joined, without a call to the server. @param {string} room */
    forget(room: string): void;
    /**
     * Queues a message; the outbox keeps it until the server stores or refuses it. Throws a ChatError if the outbox is full or
     * the text is too long.
     * @param {string} room
     * @param {string} text
     * @param {string | null} [replyTo] the id of the message that this message replies to
     * @param {string} [messageId] the id of an earlier try with an unknown outcome
     * @param {{ data?: object | null, mentions?: string[] | null }} [details] an object of the app of at most 8 KB as JSON, and the ids of
     * the users whom the message mentions
     * @returns {Sending}
     */
    send(room: string, text: string, replyTo?: string | null, messageId?: string, { data, mentions }?: {
        data?: object | null;
        mentions?: string[] | null;
    }): Sending;
    /** Sends a failed message again. @param {string} room @param {string} messageId */
    retry(room: string, messageId: string): void;
    /** Removes a message from the outbox, unless it is being sent. @param {string} room @param {string} messageId */
    discard(room: string, messageId: string): void;
    /**
     * Queued after earlier calls of the room, and retried like a send.
     * @param {string} room
     * @param {string} messageId
     * @param {string} text
     * @returns {Promise<import('./contracts.js').ChangeMessageResult>}
     */
    edit(room: string, messageId: string, text: string): Promise<import('./contracts.js').ChangeMessageResult>;
    /**
     * Queued after earlier calls of the room, and retried like a send.
     * @param {string} room
     * @param {string} messageId
     * @returns {Promise<import('./contracts.js').ChangeMessageResult>}
     */
    delete(room: string, messageId: string): Promise<import('./contracts.js').ChangeMessageResult>;
    /**
     * Adds a reaction of the user to a message, or takes it back. Queued after earlier calls of the room, and retried like a send, but
     * not stored. The event `reacting` has it at once.
     * @param {string} room
     * @param {string} messageId
     * @param {string} emoji one visible character as a user sees it
     * @param {boolean} [isOn]
     * @returns {Promise<import('./contracts.js').ChangeMessageResult>}
     */
    react(room: string, messageId: string, emoji: string, isOn?: boolean): Promise<import('./contracts.js').ChangeMessageResult>;
    /**
     * Follows the inbox from now on: the rooms of the user with what is unread, also those that are not joined. Resolves when it is read; a
     * second call waits for the reading of the current connection. Rejects if the client stops for good before.
     * @returns {Promise<void>}
     */
    followInbox(): Promise<void>;
    /** The entry of a room as it is now; null if the user is not in the room. @param {string} room */
    inboxEntry(room: string): import("./contracts.js").InboxEntry | null;
    /**
     * Marks a room as read up to a message, on every device of the user. The entry changes at once. The client sends the newest place of
     * each room, at most once a second, and repeats it after a lost connection.
     * @param {string} room
     * @param {number} sequence of the message; one beyond the newest message counts as the newest
     * @returns {Promise<import('./contracts.js').MarkReadResult>}
     */
    markRead(room: string, sequence: number): Promise<import('./contracts.js').MarkReadResult>;
    /**
     * Sends the read cursors that wait now, and resolves when their outcome is known. It is for a page that is about to be hidden or
     * closed; `stop` does it too. A failure goes to the caller of `markRead`.
     */
    flushReadMarks(): Promise<void>;
    /** The user typed; the app may call it as often as it likes. @param {string} room */
    typed(room: string): void;
    /** The user cleared the text. @param {string} room */
    stoppedTyping(room: string): void;
}
