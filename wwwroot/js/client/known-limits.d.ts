// Written by eng/js-check.sh --write from the JavaScript beside it.
import { ChatError } from './chat-error.js';
export type RoomLimits = import('./contracts.js').RoomLimits;
/**
 * The limits of the server, from its latest answer to a join. Until then the server decides: no compiled-in limit refuses a
 * text.
 */
export declare class KnownLimits {
    #private;
    /** @param {number | undefined} assumedLength the longest text of a call until the server sends its limits */
    constructor(assumedLength: number | undefined);
    /** @returns {RoomLimits} */
    get now(): RoomLimits;
    /** @param {RoomLimits | null | undefined} limits null or undefined if the server does not send its limits */
    learn(limits: RoomLimits | null | undefined): void;
    /** Why the client refuses a text of the app; null if the text is acceptable. @param {string} text */
    refusal(text: string): ChatError | null;
    /**
     * The same for a stored text. The app's assumption is no reason to drop it: the server accepted such a length when the text
     * was stored, or may accept it now.
     * @param {string} text
     */
    refusalOfKept(text: string): ChatError | null;
}
/** The server ended the connection because of a frame with this text. @param {string} text */
export declare const tooLargeForFrame: (text: string) => ChatError;
/**
 * The bytes of an entry in a frame; 0 if it fits into every frame.
 * @param {{ text: string, data?: object | null, mentions?: string[] | null }} entry
 * @param {boolean} isBinary by MessagePack
 */
export declare function frameBytes({ text, data, mentions }: {
    text: string;
    data?: object | null;
    mentions?: string[] | null;
}, isBinary: boolean): number;
