// @ts-check
import { ChatError } from './chat-error.js';
import { errorCodes, limits } from './contracts.js';

/** @typedef {import('./contracts.js').RoomLimits} RoomLimits */

// The longest text that any server can be configured to accept.
const longestText = 100_000;

// The smallest limit on frames is 1,024 bytes; ids, room and names take the rest of it.
const alwaysFits = 256;

/** @type {RoomLimits} */
const defaults = {
  textLength: limits.textLength, receiveBytes: limits.receiveBytes, roomsPerConnection: limits.roomsPerConnection,
  pageSize: limits.pageSize, catchUpPageSize: limits.catchUpPageSize,
};

/**
 * The limits of the server, from its latest answer to a join. Until then the server decides: no compiled-in limit refuses a
 * text.
 */
export class KnownLimits {
  #assumedLength;
  /** @type {RoomLimits | null} */
  #known = null;

  /** @param {number | undefined} assumedLength the longest text of a call until the server sends its limits */
  constructor(assumedLength) { this.#assumedLength = assumedLength; }

  /** @returns {RoomLimits} */
  get now() { return this.#known ?? defaults; }

  /** @param {RoomLimits | null | undefined} limits null or undefined if the server does not send its limits */
  learn(limits) { this.#known = limits ?? null; }

  /** Why the client refuses a text of the app; null if the text is acceptable. @param {string} text */
  refusal(text) { return refusalBy(this.#known?.textLength ?? this.#assumedLength, text); }

  /**
   * The same for a stored text. The app's assumption is no reason to drop it: the server accepted such a length when the text
   * was stored, or may accept it now.
   * @param {string} text
   */
  refusalOfKept(text) { return refusalBy(this.#known?.textLength, text); }
}

/** The server ended the connection because of a frame with this text. @param {string} text */
export const tooLargeForFrame = (text) => tooLong(`The text has ${text.length} characters, which exceeds the server's limit of a frame.`);

/**
 * The bytes of an entry in a frame; 0 if it fits into every frame.
 * @param {{ text: string, data?: object | null, mentions?: string[] | null }} entry
 * @param {boolean} isBinary by MessagePack
 */
export function frameBytes({ text, data, mentions }, isBinary) {
  const rest = `${data ? JSON.stringify(data) : ''}${mentions?.join('') ?? ''}`;
  const { length } = new TextEncoder().encode(`${isBinary ? text : JSON.stringify(text)}${rest}`);
  return length > alwaysFits ? length : 0;
}

/** @param {number | undefined} most @param {string} text */
function refusalBy(most, text) {
  if (most !== undefined) return text.length > most ? tooLong(`The text has ${text.length} characters; the limit is ${most}.`) : null;
  return text.length > longestText ? tooLong(`The text has ${text.length} characters; the limit of every server is ${longestText}.`) : null;
}

/** @param {string} sentence */
const tooLong = (sentence) => new ChatError(errorCodes.textTooLong, sentence);
