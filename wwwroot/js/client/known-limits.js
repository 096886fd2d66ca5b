// @ts-check
import { ChatError } from './chat-error.js';
import { errorCodes, limits } from './contracts.js';

/** @typedef {import('./contracts.js').RoomLimits} RoomLimits */

// What a frame holds beside the text.
const restBytes = 1_024;

/** @type {RoomLimits} */
const defaults = {
  textLength: limits.textLength, receiveBytes: limits.receiveBytes, roomsPerConnection: limits.roomsPerConnection,
  pageSize: limits.pageSize, catchUpPageSize: limits.catchUpPageSize,
};

/** What the server takes: as it said with the last answer to a join, or the defaults. */
export class KnownLimits {
  #assumedLength;
  /** @type {RoomLimits | null} */
  #told = null;

  /** @param {number | undefined} assumedLength the longest text until the server has told its limits */
  constructor(assumedLength) { this.#assumedLength = assumedLength; }

  /** @returns {RoomLimits} */
  get now() { return this.#told ?? defaults; }

  /** @param {RoomLimits | null | undefined} told nothing from a server that does not tell */
  told(told) { this.#told = told ?? defaults; }

  /**
   * Why the text is not worth sending; null if it is. Until the limits are known the server decides, unless the text cannot even
   * be framed.
   * @param {string} text
   */
  refusal(text) {
    const most = this.#told?.textLength ?? this.#assumedLength;
    if (most !== undefined && text.length > most) {
      return new ChatError(errorCodes.textTooLong, `The text has ${text.length} characters; at most ${most} are taken.`);
    }
    if (most === undefined && text.length > restBytes && bytesOf(text) > limits.receiveBytes - restBytes) {
      return new ChatError(errorCodes.textTooLong, `The text has ${text.length} characters, which do not fit into a frame.`);
    }
    return null;
  }
}

/** @param {string} text */
const bytesOf = (text) => new TextEncoder().encode(JSON.stringify(text)).length;
