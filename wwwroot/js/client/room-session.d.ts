// Written by eng/js-check.sh --write from the JavaScript beside it.
export type ChatMessage = import('./contracts.js').ChatMessage;
export type RoomUpdate = import('./contracts.js').RoomUpdate;
export type JoinRoomResult = import('./contracts.js').JoinRoomResult;
export type RoomCursor = import('./ports.js').RoomCursor;
export type ChatError = import('./chat-error.js').ChatError;
export type RoomEvents = {
    reset(messages: ChatMessage[], cursor: RoomCursor): void;
    changed(messages: ChatMessage[], cursor: RoomCursor, isCatchUp: boolean): void;
    joined(answer: JoinRoomResult): void;
    caughtUp(missed: number): void;
    refused(error: ChatError): void;
};
/** The cursor of one room: lets each change through once and in order, and asks for what is missing. */
export declare class RoomSession {
    #private;
    /**
     * @param {string} room
     * @param {{
     *   invoke: (method: string, request: object) => Promise<any>, events: RoomEvents, clock: import('./ports.js').Clock,
     *   retries: import('./retries.js').Retries, pump: Pick<import('./event-pump.js').EventDispatcher, 'hasRoom' | 'waitForRoom'>
     * }} options
     */
    constructor(room: string, options: {
        invoke: (method: string, request: object) => Promise<any>;
        events: RoomEvents;
        clock: import('./ports.js').Clock;
        retries: import('./retries.js').Retries;
        pump: Pick<import('./event-pump.js').EventDispatcher, 'hasRoom' | 'waitForRoom'>;
    });
    /** @type {RoomCursor | null} */
    get cursor(): RoomCursor | null;
    /** The next join begins there; null for a snapshot. @param {{ epoch: string | null, revision: number } | null} cursor */
    beginAt(cursor: {
        epoch: string | null;
        revision: number;
    } | null): void;
    /** Begins to hear the room, with the cursor if there is one. */
    join(): Promise<void>;
    /** The connection is gone, or the room was left. */
    lost(): void;
    /**
     * The server says that the user is no longer in the room. With a join under way that may be old news, of a leaving before the
     * join: then the room is asked
     * once more. Answers whether following has ended by it.
     */
    endsByRemoval(): boolean;
    /** @param {RoomUpdate} update pushed by the server */
    receive(update: RoomUpdate): void;
}
