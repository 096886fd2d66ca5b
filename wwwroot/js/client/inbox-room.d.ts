// Written by eng/js-check.sh --write from the JavaScript beside it.
export type InboxEntry = import('./contracts.js').InboxEntry;
export type RoomActivity = import('./contracts.js').RoomActivity;
export type LastMessage = import('./contracts.js').LastMessage;
export type ChatMessage = import('./contracts.js').ChatMessage;
/**
 * A room of the inbox as the client knows it: the newest snapshot of the server, and the messages after it in a joined room. Of two
 * snapshots the one with the higher head is newer, because a head never goes back.
 */
export declare class InboxRoom {
    #private;
    /** False for a room whose entry has not arrived: its messages may be faster. */
    get hasEntry(): boolean;
    /** @param {InboxEntry} entry */
    takeEntry(entry: InboxEntry): void;
    /**
     * It does not move the cursor of the inbox. With the head of the snapshot, the snapshot may know of a later read.
     * @param {RoomActivity} activity
     */
    takeActivity(activity: RoomActivity): void;
    /**
     * The server sends no activity of a joined room, so the client counts its messages itself.
     * @param {number} revision the room's messages up to here are taken
     * @param {ChatMessage[]} messages that are new or changed
     * @param {string} userId the user of this client
     */
    takeMessages(revision: number, messages: ChatMessage[], userId: string): void;
    /**
     * Whether a snapshot of the room, its newest messages, may leave out messages after those that are counted.
     * @param {ChatMessage[]} messages
     */
    misses(messages: ChatMessage[]): boolean;
    /** The user read the room up to a message. It is shown at once, before the server has stored it. @param {number} sequence */
    mark(sequence: number): void;
    /** The server answered. A later place that still waits stays shown as read. @param {number} sequence @param {number} readThrough */
    marked(sequence: number, readThrough: number): void;
    /** The server refused the read cursor. */
    unmark(): void;
    /** The entry to show; null before there is one. @returns {InboxEntry | null} */
    get shown(): InboxEntry | null;
}
