// @ts-check

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */

const step = 100;

/**
 * Which of the messages held stand in the page: never more than a number, up to the newest, or up to a place further back while the reader is among old
 * ones.
 */
export class Stretch {
  #most;
  /** The last place shown; none is the newest there is. @type {number | null} */
  #through = null;

  /** @param {number} most */
  constructor(most) { this.#most = most; }

  get isNewest() { return this.#through === null; }

  toNewest() { this.#through = null; }

  /** @param {ChatMessage[]} held by sequence */
  shown(held) {
    const end = this.#end(held);
    return held.slice(this.#start(end), end);
  }

  /** Whether messages are held before the first one shown. @param {ChatMessage[]} held */
  hasOlder(held) { return this.#start(this.#end(held)) > 0; }

  /** Goes back, and lets go of as many of the newest. @param {ChatMessage[]} held */
  back(held) { this.#moveTo(held, this.#end(held) - step); }

  /** Goes on towards the newest. @param {ChatMessage[]} held */
  on(held) { this.#moveTo(held, this.#end(held) + step); }

  /** Goes to the very first ones held, as after a page of history. @param {ChatMessage[]} held */
  toOldest(held) { this.#moveTo(held, Math.min(this.#end(held), this.#most)); }

  /** @param {ChatMessage[]} held @param {number} end */
  #moveTo(held, end) {
    const last = Math.max(end, Math.min(this.#most, held.length));
    this.#through = last >= held.length ? null : held[last - 1].sequence;
  }

  /** @param {number} end */
  #start(end) { return Math.max(0, end - this.#most); }

  /** @param {ChatMessage[]} held */
  #end(held) {
    const through = this.#through;
    if (through === null) return held.length;
    const next = held.findIndex((message) => message.sequence > through);
    return next < 0 ? held.length : next;
  }
}
