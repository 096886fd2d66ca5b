// @ts-check
import { limits } from './contracts.js';

const { typingIntervalMs: intervalMs, typingLifetimeMs: lifetimeMs } = limits;

/** The users who are typing in one room; each expires after a time, because an end may be lost. */
export class TypingUsers {
  /** @type {Map<string, { name: string, timer: unknown }>} */
  #users = new Map();
  #clock;
  #changed;

  /**
   * @param {import('./ports.js').Clock} clock
   * @param {() => void} changed
   */
  constructor(clock, changed) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** @returns {import('./contracts.js').ChatUser[]} */
  get users() { return [...this.#users].map(([userId, { name }]) => ({ userId, name })); }
  get names() { return this.users.map((user) => user.name); }

  /** @param {import('./contracts.js').TypingChange} change */
  apply({ userId, name, isTyping }) {
    if (!isTyping) return this.end(userId);
    this.#clock.clearTimeout(this.#users.get(userId)?.timer);
    this.#users.set(userId, { name, timer: this.#clock.setTimeout(() => this.end(userId), lifetimeMs) });
    this.#changed();
  }

  /** @param {string} userId */
  end(userId) {
    const user = this.#users.get(userId);
    if (!user) return;
    this.#clock.clearTimeout(user.timer);
    this.#users.delete(userId);
    this.#changed();
  }

  clear() { for (const userId of [...this.#users.keys()]) this.end(userId); }
}

/** Notifies one room that this user is typing, no more often than the server passes it on. */
export class TypingSignal {
  #clock;
  #tell;
  #toldAt = -Infinity;

  /**
   * @param {import('./ports.js').Clock} clock
   * @param {(isTyping: boolean) => void} tell
   */
  constructor(clock, tell) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** A key was pressed and there is text. */
  typed() {
    const now = this.#clock.now();
    if (now - this.#toldAt < intervalMs) return;
    this.#toldAt = now;
    this.#tell(true);
  }

  /** The text is empty again. */
  stopped() {
    const wasTyping = this.#clock.now() - this.#toldAt < lifetimeMs;
    this.sent();
    if (wasTyping) this.#tell(false);
  }

  /** A message ends typing without a notice. */
  sent() { this.#toldAt = -Infinity; }
}
