// Written by eng/js-check.sh --write from the JavaScript beside it.
import { ChatError } from './chat-error.js';
export type RoomLimits = import('./contracts.js').RoomLimits;
/** What the server takes: as it said with the last answer to a join, or the defaults. */
export declare class KnownLimits {
    #private;
    /** @param {number | undefined} assumedLength the longest text until the server has told its limits */
    constructor(assumedLength: number | undefined);
    /** @returns {RoomLimits} */
    get now(): RoomLimits;
    /** @param {RoomLimits | null | undefined} told nothing from a server that does not tell */
    told(told: RoomLimits | null | undefined): void;
    /**
     * Why the text is not worth sending; null if it is. Until the limits are known the server decides, unless the text cannot even
     * be framed.
     * @param {string} text
     */
    refusal(text: string): ChatError | null;
}
