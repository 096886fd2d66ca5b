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
/** @typedef {{ kind: OutboxEntry['kind'], room: string, messageId: string, text?: string, replyTo?: string | null }} Draft */
/** @typedef {OutboxEntry & { outcome: Promise<any> }} Sending `outcome` ends when the outcome is known; nobody has to wait for it */
/**
 * What waits for its outcome: for each room in the order given, one under way at a time; rooms do not wait for each other. Beyond
 * the limit calls are turned
 * away, or wait at the door.
 */
export declare class Outbox {
    #private;
    /** @param {OutboxOptions} options */
    constructor(options: OutboxOptions);
    /** How many wait for their outcome. */
    get size(): number;
    /** @param {string} room */
    entries(room: string): import("./outbox-entry.js").OutboxEntry[];
    get rooms(): string[];
    /** What an earlier page left goes ahead of everything that is written from now on. */
    restore(): Promise<void>;
    /**
     * @param {Draft} draft
     * @returns {Sending}
     */
    add({ kind, room, messageId, text, replyTo }: Draft): Sending;
    /** A room may be sent to now. @param {string} room */
    wake(room: string): void;
    wakeAll(): void;
    /**
     * The message was seen in the room, so it is stored whatever became of the answer.
     * @param {string} room
     * @param {import('./contracts.js').ChatMessage} message
     */
    seen(room: string, message: import('./contracts.js').ChatMessage): void;
    /** @param {string} room @param {string} messageId of a failed message */
    retry(room: string, messageId: string): void;
    /** Takes it out, unless it is just being sent. @param {string} room @param {string} messageId */
    discard(room: string, messageId: string): void;
    /**
     * The server is about to end the connection. For a frame that is larger than it takes it does not say for which: the largest text without an answer is too large,
     * whichever it was.
     * @param {import('./contracts.js').SessionEnd} end
     */
    ending({ code }: import('./contracts.js').SessionEnd): void;
    /** There will be no connection: whoever waits is told, and the entries stay. @param {ChatError} why */
    giveUp(why: ChatError): void;
}
