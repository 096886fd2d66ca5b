// Written by eng/js-check.sh --write from the JavaScript beside it.
import { ChatError } from './chat-error.js';
export type OutboxEntry = import('./outbox-entry.js').OutboxEntry;
export type QueueOptions = import('./outbox-queue.js').QueueOptions;
export type OutboxOptions = Omit<QueueOptions, 'settled'> & {
    newId: () => string;
    limit: number;
    whenFull: 'refuse' | 'wait';
    refusal: (text: string) => ChatError | null;
    isBinary: boolean;
    settled: (entry: OutboxEntry, outcome: {
        result: any;
        error: ChatError | null;
        isRestored: boolean;
    }) => void;
};
export type Draft = {
    kind: OutboxEntry['kind'];
    room: string;
    messageId: string;
    text?: string;
    replyTo?: string | null;
    data?: object | null;
    mentions?: string[] | null;
};
export type Sending = OutboxEntry & {
    outcome: Promise<any>;
};
/** @typedef {import('./outbox-entry.js').OutboxEntry} OutboxEntry */
/** @typedef {import('./outbox-queue.js').QueueOptions} QueueOptions */
/**
 * @typedef {Omit<QueueOptions, 'settled'> & {
 *   newId: () => string, limit: number, whenFull: 'refuse' | 'wait', refusal: (text: string) => ChatError | null, isBinary: boolean,
 *   settled: (entry: OutboxEntry, outcome: { result: any, error: ChatError | null, isRestored: boolean }) => void
 * }} OutboxOptions
 */
/**
 * @typedef {{
 *   kind: OutboxEntry['kind'], room: string, messageId: string, text?: string, replyTo?: string | null, data?: object | null,
 *   mentions?: string[] | null
 * }} Draft
 */
/**
 * @typedef {OutboxEntry & { outcome: Promise<any> }} Sending `outcome` settles when the outcome is known; the caller may
 * ignore it
 */
/**
 * The queue of calls with a pending outcome: for each room in the order of the calls, one in flight; rooms do not wait for
 * each other. Beyond the limit, further calls are refused or wait for a place.
 */
export declare class Outbox {
    #private;
    /** @param {OutboxOptions} options */
    constructor(options: OutboxOptions);
    /** The number of entries with a pending outcome. */
    get size(): number;
    /** @param {string} room */
    entries(room: string): import("./outbox-entry.js").OutboxEntry[];
    get rooms(): string[];
    /** The entries of an earlier page go ahead of all new ones. */
    restore(): Promise<void>;
    /**
     * @param {Draft} draft
     * @returns {Sending}
     */
    add({ kind, room, messageId, text, replyTo, data, mentions }: Draft): Sending;
    /** The room is ready for sends. @param {string} room */
    wake(room: string): void;
    wakeAll(): void;
    /**
     * The client saw the message in the room, so it is stored, whatever happened to the answer.
     * @param {string} room
     * @param {import('./contracts.js').ChatMessage} message
     */
    seen(room: string, message: import('./contracts.js').ChatMessage): void;
    /** @param {string} room @param {string} messageId of a failed message */
    retry(room: string, messageId: string): void;
    /** Removes an entry, unless it is being sent. @param {string} room @param {string} messageId */
    discard(room: string, messageId: string): void;
    /**
     * The server is about to end the connection. If a frame exceeded its limit, it does not name the frame: the largest text
     * without an answer is too large, whichever frame it was.
     * @param {import('./contracts.js').SessionEnd} end
     */
    ending({ code }: import('./contracts.js').SessionEnd): void;
    /** There will be no connection: waiting callers fail, and the entries stay. @param {ChatError} why */
    giveUp(why: ChatError): void;
}
