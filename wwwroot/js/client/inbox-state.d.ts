// Written by eng/js-check.sh --write from the JavaScript beside it.
import { InboxRoom } from './inbox-room.js';
export type InboxEntry = import('./contracts.js').InboxEntry;
export type InboxUpdate = import('./contracts.js').InboxUpdate;
export type ChatMessage = import('./contracts.js').ChatMessage;
export type RoomCursor = import('./ports.js').RoomCursor;
/**
 * The read state of the inbox: the cursor, the rooms, and the live updates that arrived during a call. A new message changes no entry, so
 * a cursor does not bring the counts of the rooms that had messages meanwhile. So each connection begins with the whole inbox, and the
 * cursor brings further pages and closes gaps.
 */
export declare class InboxState {
    #private;
    /** @type {RoomCursor | null} */
    cursor: RoomCursor | null;
    /** The rooms whose entry may have changed. @type {Set<string>} */
    touched: Set<string>;
    /** Counts `readAnew`: the answer to an earlier request does not count any more. */
    reading: number;
    /** There is something to read. */
    get isBehind(): boolean;
    /** @param {string} room */
    shown(room: string): import("./contracts.js").InboxEntry | null;
    /** The entries as they are now. @returns {InboxEntry[]} */
    get all(): InboxEntry[];
    /** @param {string} room */
    leftBecause(room: string): string | null;
    get request(): {
        after: number | null;
        epoch: string | null;
        limit: null;
    };
    /** Begins with what an earlier page had, until the inbox is read. @param {import('./ports.js').KeptInbox} kept */
    restore({ epoch, revision, entries }: import('./ports.js').KeptInbox): void;
    /** Reads the whole inbox; until then the entries stay. */
    readAnew(): void;
    /** @param {InboxUpdate} update */
    hold(update: InboxUpdate): void;
    /**
     * @param {import('./contracts.js').FollowInboxResult} page @param {boolean} isFirst
     * @returns {boolean} whether it made progress
     */
    takePage(page: import('./contracts.js').FollowInboxResult, isFirst: boolean): boolean;
    /** Applies the held updates as long as they follow on. */
    takeHeld(): void;
    /** @param {import('./contracts.js').InboxActivity} activity */
    takeActivity({ rooms }: import('./contracts.js').InboxActivity): void;
    /**
     * Counts the changes of a joined room. A snapshot of the room may leave out messages: then the inbox is read again.
     * @param {string} room @param {RoomCursor} cursor @param {ChatMessage[]} messages @param {string} userId @param {boolean} isSnapshot
     */
    takeMessages(room: string, cursor: RoomCursor, messages: ChatMessage[], userId: string, isSnapshot: boolean): void;
    /** @param {string} room @param {(known: InboxRoom) => void} mark */
    mark(room: string, mark: (known: InboxRoom) => void): void;
}
