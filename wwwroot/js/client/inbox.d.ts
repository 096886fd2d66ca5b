// Written by eng/js-check.sh --write from the JavaScript beside it.
export type InboxEntry = import('./contracts.js').InboxEntry;
export type ChatMessage = import('./contracts.js').ChatMessage;
export type RoomCursor = import('./ports.js').RoomCursor;
export type InboxChanges = {
    added: InboxEntry[];
    changed: InboxEntry[];
    removed: InboxEntry[];
};
/**
 * Follows the inbox: reads it on each new connection, applies the updates, and closes gaps with one call at a time. It gathers the
 * changes until the app's handlers are ready for them.
 */
export declare class Inbox {
    #private;
    /**
     * @param {{
     *   invoke: (method: string, request: object) => Promise<any>, isUp: () => boolean, clock: import('./ports.js').Clock,
     *   retries: import('./retries.js').Retries, pump: Pick<import('./event-dispatcher.js').EventDispatcher, 'post'>,
     *   store: import('./ports.js').InboxStore | null, marksOwn: boolean, warn: (what: string, error: unknown) => void,
     *   raise: (changes: InboxChanges) => unknown
     * }} options
     */
    constructor(options: {
        invoke: (method: string, request: object) => Promise<any>;
        isUp: () => boolean;
        clock: import('./ports.js').Clock;
        retries: import('./retries.js').Retries;
        pump: Pick<import('./event-dispatcher.js').EventDispatcher, 'post'>;
        store: import('./ports.js').InboxStore | null;
        marksOwn: boolean;
        warn: (what: string, error: unknown) => void;
        raise: (changes: InboxChanges) => unknown;
    });
    /** The rooms as they are now, the one with the newest message first. */
    get entries(): import("./contracts.js").InboxEntry[];
    /** @param {string} room */
    find(room: string): import("./contracts.js").InboxEntry | null;
    /** Follows from now on; a second call waits for the reading of the current connection. */
    follow(): Promise<void | undefined>;
    /** The connection is new. */
    up(): void;
    /** There will be no connection. @param {unknown} why */
    giveUp(why: unknown): void;
    /** @param {import('./contracts.js').InboxUpdate} update */
    receive(update: import('./contracts.js').InboxUpdate): void;
    /** @param {import('./contracts.js').InboxActivity} activity */
    receiveActivity(activity: import('./contracts.js').InboxActivity): void;
    /**
     * @param {string} room @param {RoomCursor} cursor @param {ChatMessage[]} messages @param {string} userId @param {boolean} isSnapshot
     */
    receiveMessages(room: string, cursor: RoomCursor, messages: ChatMessage[], userId: string, isSnapshot: boolean): void;
    /** @param {string} room @param {number} sequence */
    markRead(room: string, sequence: number): Promise<import("./contracts.js").MarkReadResult>;
    /** Sends the read cursors that wait, without the delay. @returns {Promise<unknown> | null} null if nothing can be sent */
    flush(): Promise<unknown> | null;
    /** Stores the latest changes, if they are not stored yet. */
    keepNow(): Promise<void>;
    /** The user's own message is stored: the user has read the room up to it. @param {string} room @param {number} sequence */
    sent(room: string, sequence: number): void;
}
