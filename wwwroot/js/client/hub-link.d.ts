// Written by eng/js-check.sh --write from the JavaScript beside it.
import { ChatError } from './chat-error.js';
import { Emitter } from './emitter.js';
export type AccessToken = import('./ports.js').AccessToken;
export type LinkStatus = import('./link-types.js').LinkStatus;
export type Attempt = import('./link-types.js').Attempt;
/**
 * Keeps one connection up. Unlike SignalR's automatic reconnect it also tries the first connect again, never gives up unless told
 * to, and makes each try with a
 * connection of its own, so that one that hangs holds up nothing. It ends only when the credentials are refused or the server
 * says that coming back makes no sense.
 * @extends {Emitter<{ status: LinkStatus, up: AccessToken, down: ChatError }>}
 */
export declare class HubLink extends Emitter<{
    status: LinkStatus;
    up: AccessToken;
    down: ChatError;
}> {
    #private;
    /** @param {import('./link-types.js').LinkOptions} options */
    constructor(options: import('./link-types.js').LinkOptions);
    get status(): import("./link-types.js").LinkStatus;
    /** How long the try to connect, or the connection, has been there. */
    get ageMs(): number;
    get isUp(): boolean;
    /** Why the connection is about to end for good; null where it is not. */
    get ending(): ChatError | null;
    /** `start` was called before the end that is on its way: it follows at once. */
    get isWantedAgain(): boolean;
    start(): void;
    /** Ends the connection for good, or until `start`. */
    stop(): Promise<void>;
    /** Ends the wait for the next try. */
    retryNow(): void;
    /** The machine or the page slept: what waits is tried now, unless the server asked to be left alone. */
    wake(): void;
    /** The page is put aside and may come back: it keeps no connection meanwhile. */
    sleep(): void;
    /** Gives up the connection, or the try to make one, and makes another at once. @param {string} why */
    replace(why: string): void;
    /**
     * Makes another connection beside the one in use, which may be dead, and changes over once it stands. Where there is none in
     * use, what waits is tried now.
     */
    addRival(): void;
    /** The connection in use is a good one after all. */
    dropRival(): void;
    /** @param {string} event @param {(payload: any) => void} handler */
    listen(event: string, handler: (payload: any) => void): void;
    /**
     * @param {string} method
     * @param {object} request
     * @param {number} [timeoutMs]
     * @returns {Promise<any>} throws a ChatError
     */
    invoke(method: string, request: object, timeoutMs?: number): Promise<any>;
}
