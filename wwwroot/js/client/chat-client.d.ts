// Written by eng/js-check.sh --write from the JavaScript beside it.
import { Requests } from './requests.js';
export type JoinRoomResult = import('./contracts.js').JoinRoomResult;
export type RoomCursor = import('./ports.js').RoomCursor;
export type Sending = import('./outbox.js').Sending;
export type ChatError = import('./chat-error.js').ChatError;
export type ChatEvents = import('./chat-events.js').ChatEvents;
/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */
/** @typedef {import('./ports.js').RoomCursor} RoomCursor */
/** @typedef {import('./outbox.js').Sending} Sending */
/** @typedef {import('./chat-error.js').ChatError} ChatError */
/** @typedef {import('./chat-events.js').ChatEvents} ChatEvents */
/**
 * A chat client without a page: it connects and comes back by itself, keeps the cursors, and sends each message once. Handlers
 * run one after the other; one that
 * answers a promise is waited for.
 */
export declare class ChatClient extends Requests {
    #private;
    /** @param {import('./chat-client-options.js').ChatClientOptions} options */
    constructor(options: import('./chat-client-options.js').ChatClientOptions);
    /** Who one is, by the token in use. */
    get me(): {
        userId: string;
        name: string;
    };
    /** Where the connection stands. */
    get status(): import("./link-types.js").LinkStatus;
    /** The rooms that are followed. */
    get rooms(): string[];
    /** How many sends, edits and deletions wait for their outcome. */
    get waiting(): number;
    /** What the server takes, as it said with the last answer to a join; before the first one the defaults. */
    get limits(): import("./contracts.js").RoomLimits;
    /**
     * Connects, and keeps the connection up until `stop`, or until `status` tells `stopped`; then it may be called again. What an
     * earlier page left is sent first.
     */
    start(): void;
    /** Ends the connection. Whoever waits for an outcome is told so; what waits stays in the outbox. */
    stop(): Promise<void>;
    /** Ends the wait for the next try. */
    retryNow(): void;
    /**
     * Is in the room from now on, across lost connections, until `leave`. Without a cursor it goes on from the one that is kept, or
     * begins with a snapshot.
     * @param {string} name
     * @param {RoomCursor} [cursor] begins there, also in a room that is followed already
     * @returns {Promise<JoinRoomResult>} the server's first answer; nobody has to wait for it
     */
    join(name: string, cursor?: RoomCursor): Promise<JoinRoomResult>;
    /** Ends the membership, behind what is still to be sent there; repeated until the outcome is known. @param {string} room */
    leave(room: string): Promise<void>;
    /** Lets go of a room that cannot be joined, without asking the server. @param {string} room */
    forget(room: string): void;
    /**
     * Queues a message; it is kept until the server has it or refuses it. Throws a ChatError when the outbox is full or the text too long.
     * @param {string} room
     * @param {string} text
     * @param {string | null} [replyTo] the id of the message it answers
     * @param {string} [messageId] the id of an earlier try whose outcome is not known
     * @returns {Sending}
     */
    send(room: string, text: string, replyTo?: string | null, messageId?: string): Sending;
    /** Sends a failed message again. @param {string} room @param {string} messageId */
    retry(room: string, messageId: string): void;
    /** Takes a message from the outbox that is not just being sent. @param {string} room @param {string} messageId */
    discard(room: string, messageId: string): void;
    /**
     * Behind what is to be sent before, and repeated like it.
     * @param {string} room
     * @param {string} messageId
     * @param {string} text
     * @returns {Promise<import('./contracts.js').ChangeMessageResult>}
     */
    edit(room: string, messageId: string, text: string): Promise<import('./contracts.js').ChangeMessageResult>;
    /**
     * Behind what is to be sent before, and repeated like it.
     * @param {string} room
     * @param {string} messageId
     * @returns {Promise<import('./contracts.js').ChangeMessageResult>}
     */
    delete(room: string, messageId: string): Promise<import('./contracts.js').ChangeMessageResult>;
    /** The user typed; call it as often as you like. @param {string} room */
    typed(room: string): void;
    /** The user took the text away. @param {string} room */
    stoppedTyping(room: string): void;
}
