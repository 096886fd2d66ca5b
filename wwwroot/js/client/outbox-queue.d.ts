// Written by eng/js-check.sh --write from the JavaScript beside it.
import { ChatError } from './chat-error.js';
export type OutboxEntry = import('./outbox-entry.js').OutboxEntry;
export type QueueOptions = {
    clock: import('./ports.js').Clock;
    invoke: (method: string, request: object) => Promise<any>;
    userId: () => string;
    retries: import('./retries.js').Retries;
    records: import('./outbox-records.js').OutboxPersistence;
    keepFailed: boolean;
    isReady: (room: string) => boolean;
    refusalOfKept: (text: string) => ChatError | null;
    accepted: (entry: OutboxEntry, answer: import('./contracts.js').SendMessageResult | null) => void;
    changed: (room: string, entries: OutboxEntry[]) => void;
    settled: (entry: OutboxEntry, result: any, error: ChatError | null) => void;
};
/** @typedef {import('./outbox-entry.js').OutboxEntry} OutboxEntry */
/**
 * @typedef {{
 *   clock: import('./ports.js').Clock, invoke: (method: string, request: object) => Promise<any>, userId: () => string,
 *   retries: import('./retries.js').Retries, records: import('./outbox-records.js').OutboxPersistence, keepFailed: boolean,
 *   isReady: (room: string) => boolean, refusalOfKept: (text: string) => ChatError | null,
 *   accepted: (entry: OutboxEntry, answer: import('./contracts.js').SendMessageResult | null) => void,
 *   changed: (room: string, entries: OutboxEntry[]) => void,
 *   settled: (entry: OutboxEntry, result: any, error: ChatError | null) => void
 * }} QueueOptions
 * `refusalOfKept`: why a text is not worth sending; `accepted`: a message is stored, with the answer, or without one where it was seen
 * in the room; `settled`: the entry is out, for better or worse
 */
/**
 * What one room waits for: first in, first out, one under way at a time. What has no outcome is sent again with the same id. What
 * is refused for good is settled, or,
 * with `keepFailed`, a message waits for `retry` or `discard`. It holds back nothing: only what may still be sent holds back
 * those after it.
 */
export declare class OutboxQueue {
    #private;
    /** @param {string} room @param {QueueOptions} options */
    constructor(room: string, options: QueueOptions);
    get entries(): import("./outbox-entry.js").OutboxEntry[];
    /** What was sent and has no answer. */
    get unanswered(): import("./outbox-entry.js").OutboxEntry | null;
    /** The server takes no frame as large. @param {OutboxEntry} entry */
    isTooLarge(entry: OutboxEntry): void;
    /** By its number, though never ahead of what is being sent. @param {OutboxEntry} entry */
    add(entry: OutboxEntry): void;
    wake(): void;
    /** @param {import('./contracts.js').ChatMessage} message */
    seen(message: import('./contracts.js').ChatMessage): void;
    /** @param {string} messageId @param {() => string} newId */
    retry(messageId: string, newId: () => string): void;
    /** @param {string} messageId */
    discard(messageId: string): void;
}
