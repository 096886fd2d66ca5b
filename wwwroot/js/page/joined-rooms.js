// @ts-check

/** @typedef {import('../chat-client.js').ChatClient} ChatClient */
/** @typedef {import('./page-state.js').PageState} PageState */

/** How many rooms fewer than the limit the page joins: the place of a room is free a moment after the page let it go. */
const slack = (/** @type {number} */ limit) => Math.min(5, Math.floor(limit / 4));

/**
 * The rooms that this page joins: those that the user opens, up to the limit of a connection. The one that was not open for the longest
 * time makes place for another. The counts of all other rooms come from the inbox.
 */
export class JoinedRooms {
  #client;
  #state;
  #opened = 0;
  /** @type {Set<string>} */
  #dropped = new Set();

  /** @param {ChatClient} client @param {PageState} state */
  constructor(client, state) {
    this.#client = client;
    this.#state = state;
  }

  /** Joins the room that is shown from now on, if necessary. @param {string} name */
  open(name) {
    const room = this.#state.room(name) ?? this.#join(name, null);
    room.openedAt = ++this.#opened;
  }

  /** A room has unsent messages of an earlier page. It is not joined if it is gone since. @param {string} name */
  joinUnsent(name) { return this.#dropped.has(name) ? null : this.#join(name, this.#state.current); }

  /** Joins the rooms of the page before a reload, if no inbox says whether the user is in them still. */
  async joinRest() {
    // A server without an inbox refuses it.
    const isRead = await this.#client.followInbox().then(() => true, () => false);
    const isKnown = isRead && !this.#state.isNewUser;
    for (const name of [...this.#state.waiting]) {
      // The user left it on another device, or was removed: a join would make it a member again.
      if (isKnown) this.#state.waiting.delete(name);
      else if (!this.#client.inboxEntry(name)) this.#join(name, this.#state.current);
    }
    this.#state.save();
  }

  /** Whether the page has shown that the user is no longer in the room. @param {string} name */
  hasDropped(name) { return this.#dropped.has(name); }

  /** The user is no longer in the room. @param {string} name */
  drop(name) {
    this.#dropped.add(name);
    this.#state.remove(name);
  }

  /**
   * Opens another room in place of one that is gone.
   * @param {string} gone @param {boolean} isRefused the server did not let the user in: it must not be asked for each other room in turn
   * @returns {string | null} its name, if there is one
   */
  openNext(gone, isRefused) {
    const others = isRefused ? this.#state.rooms : [...this.#state.rooms, ...this.#state.mine];
    const next = others.find(({ name }) => name !== gone)?.name ?? null;
    if (next !== null) this.open(next);
    return next;
  }

  /** @param {string} name @param {string | null} open the room that stays */
  #join(name, open) {
    this.#makePlace(open);
    this.#dropped.delete(name);
    const room = this.#state.add(name);
    this.#client.join(name);
    this.#state.save();
    return room;
  }

  /** @param {string | null} open */
  #makePlace(open) {
    const limit = this.#client.limits.roomsPerConnection;
    const tooMany = this.#state.rooms.length + 1 - (limit - slack(limit));
    if (tooMany <= 0) return;
    // The read places stay.
    this.#state.save();
    for (const { name } of this.#state.spare.filter((room) => room.name !== open).slice(0, tooMany)) {
      this.#state.remove(name);
      this.#client.unsubscribe(name).catch((error) => console.info('The room is still subscribed.', error.code));
      // The messages are gone from the page: the room begins with a snapshot when it is opened again.
      this.#client.forget(name);
    }
  }
}
