// Written by eng/js-check.sh --write from the JavaScript beside it.
import { Presence } from './presence.js';
import { RoomSession } from './room-session.js';
import { TypingSignal, TypingUsers } from './typing.js';
export type JoinRoomResult = import('./contracts.js').JoinRoomResult;
/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */
/** The client's state of one joined room. */
export declare class Room {
    #private;
    name: string;
    typing: TypingUsers;
    typingSignal: TypingSignal;
    session: RoomSession;
    /** @type {'joining' | 'joined' | 'away'} */
    state: 'joining' | 'joined' | 'away';
    role: string;
    presence: Presence;
    /** Everything missed has been delivered, so that nothing is sent that is already in the room. */
    isCaughtUp: boolean;
    /** The position to read from is known. */
    isBegun: boolean;
    /**
     * @param {string} name
     * @param {{
     *   emit: (event: any, payload: any) => void, invoke: (method: string, request: object) => Promise<any>, isUp: () => boolean,
     *   clock: import('./ports.js').Clock, retries: import('./retries.js').Retries, pump: import('./event-dispatcher.js').EventDispatcher,
     *   reset: import('./room-session.js').RoomEvents['reset'], changed: import('./room-session.js').RoomEvents['changed'],
     * limits: import('./known-limits.js').KnownLimits, caughtUp: (missed: number) => void, joined: (answer: JoinRoomResult) =>
     * void, refused: (error: import('./chat-error.js').ChatError) => void
     * }} client
     */
    constructor(name: string, { emit, isUp, limits, reset, changed, caughtUp, joined, refused, ...session }: {
        emit: (event: any, payload: any) => void;
        invoke: (method: string, request: object) => Promise<any>;
        isUp: () => boolean;
        clock: import('./ports.js').Clock;
        retries: import('./retries.js').Retries;
        pump: import('./event-dispatcher.js').EventDispatcher;
        reset: import('./room-session.js').RoomEvents['reset'];
        changed: import('./room-session.js').RoomEvents['changed'];
        limits: import('./known-limits.js').KnownLimits;
        caughtUp: (missed: number) => void;
        joined: (answer: JoinRoomResult) => void;
        refused: (error: import('./chat-error.js').ChatError) => void;
    });
    join(): void;
    /** The connection was lost: presence and typing are unknown. */
    lost(): void;
}
