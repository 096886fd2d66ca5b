// Written by eng/js-check.sh --write from the JavaScript beside it.
export type RoomCursor = import('./ports.js').RoomCursor;
/** @typedef {import('./ports.js').RoomCursor} RoomCursor */
/**
 * Stores in the app's store the cursors of handled events. It also knows the cursors of queued events: a second join of a
 * room in the same page continues there, because the handlers will still receive the queued events. Without a store it keeps
 * nothing, and a join without a cursor returns a snapshot.
 */
export declare class CursorKeeper {
    #private;
    /** @param {import('./ports.js').CursorStore | null} store @param {(what: string, error: unknown) => void} warn */
    constructor(store: import('./ports.js').CursorStore | null, warn: (what: string, error: unknown) => void);
    get keeps(): boolean;
    /** @param {string} room @returns {Promise<RoomCursor | null>} */
    find(room: string): Promise<RoomCursor | null>;
    /** The client stops following the room, and a later join continues. @param {string} room @param {RoomCursor | null} cursor */
    letGo(room: string, cursor: RoomCursor | null): void;
    /** Where to continue in this page; null begins anew. @param {string} room @returns {RoomCursor | null} */
    takeLetGo(room: string): RoomCursor | null;
    /** The event is queued, and the handlers have not received it yet. @param {string} room @param {RoomCursor} cursor */
    reached(room: string, cursor: RoomCursor): void;
    /**
     * The handlers have run. After one failed, the cursor stays: a later cursor would skip the unhandled event.
     * @param {string} room @param {RoomCursor} cursor @param {boolean} isReset @param {boolean} well
     * @returns {Promise<void> | void}
     */
    handled(room: string, cursor: RoomCursor, isReset: boolean, well: boolean): Promise<void> | void;
    /** The user left the room; `forget` follows after the room's queued events. @param {string} room */
    left(room: string): void;
    /** @param {string} room @returns {Promise<void> | void} */
    forget(room: string): Promise<void> | void;
}
