// Written by eng/js-check.sh --write from the JavaScript beside it.
export type ChatMessage = import('./contracts.js').ChatMessage;
export type MessageReactions = import('./contracts.js').MessageReactions;
export type ChangedMember = import('./contracts.js').ChangedMember;
export type RoomInfo = import('./contracts.js').RoomInfo;
export type RoomUpdate = import('./contracts.js').RoomUpdate;
export type JoinRoomResult = import('./contracts.js').JoinRoomResult;
export type RoomCursor = import('./ports.js').RoomCursor;
export type ChatError = import('./chat-error.js').ChatError;
export type RoomChanges = {
    messages: ChatMessage[];
    reactions: MessageReactions[];
    members: ChangedMember[];
    info: RoomInfo | null;
};
export type RoomEvents = {
    reset(changes: RoomChanges, cursor: RoomCursor): void;
    changed(changes: RoomChanges, cursor: RoomCursor, isCatchUp: boolean): void;
    joined(answer: JoinRoomResult): void;
    caughtUp(missed: number): void;
    refused(error: ChatError): void;
};
export type Changed = Pick<RoomUpdate, 'through' | 'messages' | 'reactions' | 'members' | 'info'>;
/** The cursor of one room: delivers each change once and in order, and requests missing changes. */
export declare class RoomSession {
    #private;
    /**
     * @param {string} room
     * @param {{
     *   invoke: (method: string, request: object) => Promise<any>, events: RoomEvents, clock: import('./ports.js').Clock,
     *   retries: import('./retries.js').Retries, pump: Pick<import('./event-dispatcher.js').EventDispatcher, 'hasRoom' | 'waitForRoom'>
     * }} options
     */
    constructor(room: string, options: {
        invoke: (method: string, request: object) => Promise<any>;
        events: RoomEvents;
        clock: import('./ports.js').Clock;
        retries: import('./retries.js').Retries;
        pump: Pick<import('./event-dispatcher.js').EventDispatcher, 'hasRoom' | 'waitForRoom'>;
    });
    /** @type {RoomCursor | null} */
    get cursor(): RoomCursor | null;
    /** The next join begins there; null for a snapshot. @param {{ epoch: string | null, revision: number } | null} cursor */
    beginAt(cursor: {
        epoch: string | null;
        revision: number;
    } | null): void;
    /** Joins the room, with the cursor if there is one. */
    join(): Promise<void>;
    /** The connection was lost, or the user left the room. */
    lost(): void;
    /**
     * The server reports that the user is no longer in the room. During a join the report may be about an earlier membership:
     * then the client joins once more. Returns whether following has ended.
     */
    endsByRemoval(): boolean;
    /** @param {RoomUpdate} update pushed by the server */
    receive(update: RoomUpdate): void;
}
