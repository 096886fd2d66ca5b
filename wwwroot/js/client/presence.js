// @ts-check

/** @typedef {import('./contracts.js').ChatUser} ChatUser */
/** @typedef {import('./contracts.js').PresenceChange} PresenceChange */

/** The users with a connection in one room. */
export class Presence {
  /** @type {Map<string, ChatUser>} */
  #users = new Map();
  #count = 0;
  #isCounted = false;
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
    // Otherwise the user of this connection is on the list.
    this.#isCounted = present.length === 0;
    const held = this.#held ?? [];
    this.#held = null;
    for (const change of held) this.apply(change);
  }

  /**
   * @param {PresenceChange} change
   * @returns {{ joined: ChatUser[], left: ChatUser[] }} what is news: a list that begins again is not
   */
  apply(change) {
    const { joined, left } = change;
    if (this.#held) {
      this.#held.push(change);
      return { joined, left };
    }
    const isNews = !this.#isCounted;
    this.#isCounted = joined.length + left.length === 0;
    // The room has no list, or none any more: a user on the old one may have left.
    if (this.#isCounted) this.#users.clear();
    for (const user of left) this.#users.delete(user.userId);
    for (const user of joined) this.#users.set(user.userId, user);
    this.#count = change.count;
    return isNews ? { joined, left } : { joined: [], left: [] };
  }
}
