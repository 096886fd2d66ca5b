// @ts-check

/**
 * @typedef {{
 *   owner: string,
 *   onGone(handler: (owner: string) => Promise<void>): void,
 *   ifGone(owner: string, work: () => Promise<void>): Promise<void>,
 *   close(): Promise<void>,
 *   forget(): Promise<void>
 * }} Tabs
 * The pages of one user in one browser. `owner` is this one's name; `onGone` tells of another one that is closed, to one page
 * alone; `ifGone` works only if it is,
 * and while nobody else does; `forget` closes and leaves no trace of the user.
 */
/** @typedef {{ scope: string, clock: import('../ports.js').Clock, newId: () => string }} TabOptions */

/** Tells the other pages of the scope something short. Without the means to, they find out later by themselves. */
export class TabChannel {
  #channel;

  /** @param {string} name @param {(message: { hello?: string, bye?: string }) => void} heard */
  constructor(name, heard) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
    if (this.#channel) this.#channel.onmessage = ({ data }) => heard(data);
  }

  /** @param {{ hello?: string, bye?: string }} message */
  tell(message) { this.#channel?.postMessage(message); }

  close() { this.#channel?.close(); }
}
