// @ts-check

/** @typedef {import('./contracts.js').ChatUser} ChatUser */
/** @typedef {import('./contracts.js').PresenceChange} PresenceChange */

/** The users with a connection in one room. */
export class Presence {
  /** @type {Map<string, ChatUser>} */
  #users = new Map();
  #count = 0;
  /** @type {PresenceChange[] | null} changes that arrived before the answer to the join */
  #held = null;

  get users() { return [...this.#users.values()]; }

  /** At least the number of `users`: a join names 100 at most. */
  get count() { return Math.max(this.#count, this.#users.size); }

  hold() { this.#held = []; }

  /**
   * @param {ChatUser[]} present
   * @param {number} count
   */
  begin(present, count) {
    this.#users = new Map(present.map((user) => [user.userId, user]));
    this.#count = count;
    const held = this.#held ?? [];
    this.#held = null;
    for (const change of held) this.apply(change);
  }

  /** @param {PresenceChange} change */
  apply(change) {
    if (this.#held) return void this.#held.push(change);
    for (const user of change.left) this.#users.delete(user.userId);
    for (const user of change.joined) this.#users.set(user.userId, user);
    this.#count = change.count;
  }
}
