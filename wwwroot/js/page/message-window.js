// @ts-check

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */

const step = 100;
const lead = 50;

/**
 * Selects which of the held messages are in the page: at most a fixed number, up to the newest, or up to an earlier place
 * while the reader is among old messages.
 */
export class MessageWindow {
  #most;
  /** The last place shown; null is the newest there is. @type {number | null} */
  #through = null;
  /** The first place shown. */
  #first = 0;

  /** @param {number} most */
  constructor(most) { this.#most = most; }

  get isNewest() { return this.#through === null; }

  toNewest() { this.#through = null; }

  /**
   * Moves to this message, as near to the newest as possible, with some before it.
   * @param {ChatMessage[]} held
   * @param {number} sequence
   */
  reach(held, sequence) {
    const place = held.findIndex((message) => message.sequence >= sequence);
    this.#moveTo(held, place < 0 ? held.length : place - lead + this.#most);
  }

  /** @param {ChatMessage[]} held by sequence */
  shown(held) {
    const end = this.#end(held);
    const shown = held.slice(this.#start(end), end);
    this.#first = shown[0]?.sequence ?? 0;
    return shown;
  }

  /** Keeps the shown messages if so many arrived that they would be pushed out. @param {ChatMessage[]} held */
  keep(held) {
    const end = held.findIndex((message) => message.sequence >= this.#first) + this.#most;
    if (this.isNewest && end < held.length) this.#moveTo(held, end);
  }

  /** Whether messages are held before the first one shown. @param {ChatMessage[]} held */
  hasOlder(held) { return this.#start(this.#end(held)) > 0; }

  /** Moves back, and drops as many of the newest. @param {ChatMessage[]} held */
  back(held) { this.#moveTo(held, this.#end(held) - step); }

  /** Moves towards the newest. @param {ChatMessage[]} held */
  on(held) { this.#moveTo(held, this.#end(held) + step); }

  /** Moves to the first held messages, for example after a page of history. @param {ChatMessage[]} held */
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
