// Written by eng/js-check.sh --write from the JavaScript beside it.
export type RoomCursor = import('./ports.js').RoomCursor;
/** @typedef {import('./ports.js').RoomCursor} RoomCursor */
/**
 * Keeps in the app's store what its handlers have had, and knows what has been given to them besides: a room that is joined again
 * in the same page goes
 * on there, for what is still queued will come. Without a store nothing is kept, and a join without a cursor is a snapshot.
 */
export declare class CursorKeeper {
    #private;
    /** @param {import('./ports.js').CursorStore | null} store @param {(what: string, error: unknown) => void} warn */
    constructor(store: import('./ports.js').CursorStore | null, warn: (what: string, error: unknown) => void);
    get keeps(): boolean;
    /** @param {string} room @returns {Promise<RoomCursor | null>} */
    find(room: string): Promise<RoomCursor | null>;
    /** Queued for the handlers, which have not had it yet. @param {string} room @param {RoomCursor} cursor */
    told(room: string, cursor: RoomCursor): void;
    /**
     * The handlers have run. Where one failed the cursor stays from then on, for a later one would pass over what was not handled.
     * @param {string} room @param {RoomCursor} cursor @param {boolean} isReset @param {boolean} well
     * @returns {Promise<void> | void}
     */
    handled(room: string, cursor: RoomCursor, isReset: boolean, well: boolean): Promise<void> | void;
    /** The room was left; `forget` follows behind what is queued of it. @param {string} room */
    left(room: string): void;
    /** @param {string} room @returns {Promise<void> | void} */
    forget(room: string): Promise<void> | void;
}
