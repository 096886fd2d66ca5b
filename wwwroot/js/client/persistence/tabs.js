// @ts-check

/**
 * @typedef {{
 *   owner: string,
 *   onGone(handler: (owner: string) => Promise<void>): void,
 *   ifGone(owner: string, work: () => Promise<void>): Promise<void>,
 *   close(): Promise<void>,
 *   forget(): Promise<void>
 * }} Tabs
 * The pages of one user in one browser. `owner` is the name of this page; `onGone` reports a closed page, to one page only;
 * `ifGone` runs the work only if the owner is closed, and in one page at a time; `forget` closes and removes every trace of
 * the user.
 */
/** @typedef {{ scope: string, clock: import('../ports.js').Clock, newId: () => string }} TabOptions */

/** Sends a short message to the other pages of the scope. Without a channel, they notice the change later. */
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
