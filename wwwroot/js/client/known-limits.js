// @ts-check
import { ChatError } from './chat-error.js';
import { errorCodes, limits } from './contracts.js';

/** @typedef {import('./contracts.js').RoomLimits} RoomLimits */

// The longest text that a server can be set to take.
const longestText = 100_000;

// The smallest limit on frames is 1,024 bytes, of which ids, room and names take the rest.
const alwaysFits = 256;

/** @type {RoomLimits} */
const defaults = {
  textLength: limits.textLength, receiveBytes: limits.receiveBytes, roomsPerConnection: limits.roomsPerConnection,
  pageSize: limits.pageSize, catchUpPageSize: limits.catchUpPageSize,
};

/** What the server takes, as it said with the last answer to a join. Until then it decides itself: no limit that is compiled in refuses a text. */
export class KnownLimits {
  #assumedLength;
  /** @type {RoomLimits | null} */
  #told = null;

  /** @param {number | undefined} assumedLength the longest text of a call until the server has told its limits */
  constructor(assumedLength) { this.#assumedLength = assumedLength; }

  /** @returns {RoomLimits} */
  get now() { return this.#told ?? defaults; }

  /** @param {RoomLimits | null | undefined} told nothing from a server that does not tell */
  told(told) { this.#told = told ?? null; }

  /** Why a text of the app is not worth keeping or sending; null if it is. @param {string} text */
  refusal(text) { return refusalBy(this.#told?.textLength ?? this.#assumedLength, text); }

  /**
   * The same for a text that is kept. What the app assumes is no reason to let go of it: the server said otherwise when it was kept, or may now.
   * @param {string} text
   */
  refusalOfKept(text) { return refusalBy(this.#told?.textLength, text); }
}

/** The server ended the connection because of a frame with this text. @param {string} text */
export const tooLargeForFrame = (text) => tooLong(`The text has ${text.length} characters, which are more than the server takes in a frame.`);

/** How much a text takes in a frame; 0 if it is so little that it fits into every frame. @param {string} text @param {boolean} isBinary by MessagePack */
export function frameBytes(text, isBinary) {
  const { length } = new TextEncoder().encode(isBinary ? text : JSON.stringify(text));
  return length > alwaysFits ? length : 0;
}

/** @param {number | undefined} most @param {string} text */
function refusalBy(most, text) {
  if (most !== undefined) return text.length > most ? tooLong(`The text has ${text.length} characters; at most ${most} are taken.`) : null;
  return text.length > longestText ? tooLong(`The text has ${text.length} characters; no server takes more than ${longestText}.`) : null;
}

/** @param {string} sentence */
const tooLong = (sentence) => new ChatError(errorCodes.textTooLong, sentence);
