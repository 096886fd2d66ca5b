// Written by eng/js-check.sh --write from the JavaScript beside it.
import { Presence } from './presence.js';
import { RoomSession } from './room-session.js';
import { TypingSignal, TypingUsers } from './typing.js';
export type JoinRoomResult = import('./contracts.js').JoinRoomResult;
/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */
/** What the client holds of one room it is in. */
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
    /** Everything that was missed has been handed over, so that nothing is sent that stands in the room already. */
    isCaughtUp: boolean;
    /** It is known from where to read. */
    isBegun: boolean;
    /**
     * @param {string} name
     * @param {{
     *   emit: (event: any, payload: any) => void, invoke: (method: string, request: object) => Promise<any>, isUp: () => boolean,
     *   clock: import('./ports.js').Clock, retries: import('./retries.js').Retries, pump: import('./event-pump.js').EventDispatcher,
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
        pump: import('./event-pump.js').EventDispatcher;
        reset: import('./room-session.js').RoomEvents['reset'];
        changed: import('./room-session.js').RoomEvents['changed'];
        limits: import('./known-limits.js').KnownLimits;
        caughtUp: (missed: number) => void;
        joined: (answer: JoinRoomResult) => void;
        refused: (error: import('./chat-error.js').ChatError) => void;
    });
    join(): void;
    /** The connection is gone: what is known of the moment is not known any more. */
    lost(): void;
}
