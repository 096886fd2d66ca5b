// @ts-check
import { delay } from './clock.js';

/**
 * Counts the active calls, so that the client can replace a connection between two calls: new calls wait, and active ones
 * finish.
 */
export class CallGate {
  #underWay = 0;
  /** @type {Promise<void> | null} */
  #held = null;
  #letGo = () => {};
  #quiet = () => {};

  /**
   * @template T
   * @param {() => Promise<T>} call
   * @returns {Promise<T>}
   */
  async pass(call) {
    while (this.#held) await this.#held;
    this.#underWay++;
    try {
      return await call();
    } finally {
      if (--this.#underWay === 0) this.#quiet();
    }
  }

  /**
   * Blocks new calls; resolves when the last active call has left, or the time is over.
   * @param {import('./ports.js').Clock} clock
   * @param {number} mostMs
   */
  async hold(clock, mostMs) {
    this.#held ??= new Promise((resolve) => { this.#letGo = () => { this.#held = null; resolve(); }; });
    if (this.#underWay === 0) return;
    await Promise.race([new Promise((resolve) => { this.#quiet = () => resolve(undefined); }), delay(clock, mostMs)]);
  }

  letGo() { this.#letGo(); }
}
