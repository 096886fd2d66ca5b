// Written by eng/js-check.sh --write from the JavaScript beside it.
import { ChatError } from './chat-error.js';
export type RoomLimits = import('./contracts.js').RoomLimits;
/** What the server takes, as it said with the last answer to a join. Until then it decides itself: no limit that is compiled in refuses a text. */
export declare class KnownLimits {
    #private;
    /** @param {number | undefined} assumedLength the longest text of a call until the server has told its limits */
    constructor(assumedLength: number | undefined);
    /** @returns {RoomLimits} */
    get now(): RoomLimits;
    /** @param {RoomLimits | null | undefined} told nothing from a server that does not tell */
    told(told: RoomLimits | null | undefined): void;
    /** Why a text of the app is not worth keeping or sending; null if it is. @param {string} text */
    refusal(text: string): ChatError | null;
    /**
     * The same for a text that is kept. What the app assumes is no reason to let go of it: the server said otherwise when it was kept, or may now.
     * @param {string} text
     */
    refusalOfKept(text: string): ChatError | null;
}
/** The server ended the connection because of a frame with this text. @param {string} text */
export declare const tooLargeForFrame: (text: string) => ChatError;
/** How much a text takes in a frame; 0 if it is so little that it fits into every frame. @param {string} text @param {boolean} isBinary by MessagePack */
export declare function frameBytes(text: string, isBinary: boolean): number;
