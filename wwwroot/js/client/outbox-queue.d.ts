// Written by eng/js-check.sh --write from the JavaScript beside it.
import { ChatError } from './chat-error.js';
export type OutboxEntry = import('./outbox-entry.js').OutboxEntry;
export type QueueOptions = {
    clock: import('./ports.js').Clock;
    invoke: (method: string, request: object) => Promise<any>;
    userId: () => string;
    retries: import('./retries.js').Retries;
    records: import('./outbox-persistence.js').OutboxPersistence;
    keepFailed: boolean;
    isReady: (room: string) => boolean;
    refusalOfKept: (text: string) => ChatError | null;
    isBinary: boolean;
    accepted: (entry: OutboxEntry, answer: import('./contracts.js').SendMessageResult | null) => void;
    changed: (room: string, entries: OutboxEntry[]) => void;
    settled: (entry: OutboxEntry, result: any, error: ChatError | null) => void;
};
/** @typedef {import('./outbox-entry.js').OutboxEntry} OutboxEntry */
/**
 * @typedef {{
 *   clock: import('./ports.js').Clock, invoke: (method: string, request: object) => Promise<any>, userId: () => string,
 *   retries: import('./retries.js').Retries, records: import('./outbox-persistence.js').OutboxPersistence, keepFailed: boolean,
 *   isReady: (room: string) => boolean, refusalOfKept: (text: string) => ChatError | null, isBinary: boolean,
 *   accepted: (entry: OutboxEntry, answer: import('./contracts.js').SendMessageResult | null) => void,
 *   changed: (room: string, entries: OutboxEntry[]) => void,
 *   settled: (entry: OutboxEntry, result: any, error: ChatError | null) => void
 * }} QueueOptions
 * `refusalOfKept`: why a text is not worth sending; `accepted`: a message is stored, with the answer, or without one if the
 * client saw it in the room; `settled`: the entry left the outbox, with a result or an error
 */
/**
 * The queue of one room: first in, first out, one in flight. An entry without an outcome is sent again with the same id. A
 * permanent refusal settles the entry, or, with `keepFailed`, a message waits for `retry` or `discard`. A failed message does
 * not block later entries: only sendable entries do.
 */
export declare class OutboxQueue {
    #private;
    /** @param {string} room @param {QueueOptions} options */
    constructor(room: string, options: QueueOptions);
    get entries(): import("./outbox-entry.js").OutboxEntry[];
    /** The entry that was sent and has no answer. */
    get unanswered(): import("./outbox-entry.js").OutboxEntry | null;
    /** The entry exceeds the server's limit on frames. @param {OutboxEntry} entry */
    isTooLarge(entry: OutboxEntry): void;
    /** Inserts by number, but never ahead of the entry being sent. @param {OutboxEntry} entry */
    add(entry: OutboxEntry): void;
    wake(): void;
    /** @param {import('./contracts.js').ChatMessage} message */
    seen(message: import('./contracts.js').ChatMessage): void;
    /** @param {string} messageId @param {() => string} newId */
    retry(messageId: string, newId: () => string): void;
    /** @param {string} messageId */
    discard(messageId: string): void;
}
