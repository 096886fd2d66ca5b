// @ts-check

/** @typedef {import('./ports.js').RoomCursor} RoomCursor */

/**
 * Keeps in the app's store what its handlers have had, and knows what has been given to them besides: a room that is joined again
 * in the same page goes
 * on there, for what is still queued will come. Without a store nothing is kept, and a join without a cursor is a snapshot.
 */
export class CursorKeeper {
  /** @type {Map<string, RoomCursor | null>} */
  #told = new Map();
  /** @type {Set<string>} rooms whose cursor stays because a handler failed */
  #stays = new Set();
  #store;
  #warn;

  /** @param {import('./ports.js').CursorStore | null} store @param {(what: string, error: unknown) => void} warn */
  constructor(store, warn) {
    this.#store = store;
    this.#warn = warn;
  }

  get keeps() { return this.#store !== null; }

  /** @param {string} room @returns {Promise<RoomCursor | null>} */
  async find(room) {
    const told = this.#told.get(room);
    if (told !== undefined) return told;
    try {
      return await this.#store?.load(room) ?? null;
    } catch (error) {
      this.#warn(`The cursor of ${room} could not be read: it begins with a snapshot.`, error);
      return null;
    }
  }

  /** Queued for the handlers, which have not had it yet. @param {string} room @param {RoomCursor} cursor */
  told(room, cursor) { if (this.#store) this.#told.set(room, cursor); }

  /**
   * The handlers have run. Where one failed the cursor stays from then on, for a later one would pass over what was not handled.
   * @param {string} room @param {RoomCursor} cursor @param {boolean} isReset @param {boolean} well
   * @returns {Promise<void> | void}
   */
  handled(room, cursor, isReset, well) {
    if (!this.#store) return;
    if (!well) this.#stays.add(room);
    else if (isReset) this.#stays.delete(room);
    if (!this.#stays.has(room)) return this.#keep(room, this.#store.save(room, cursor));
  }

  /** The room was left; `forget` follows behind what is queued of it. @param {string} room */
  left(room) { if (this.#store) this.#told.set(room, null); }

  /** @param {string} room @returns {Promise<void> | void} */
  forget(room) {
    this.#stays.delete(room);
    if (this.#store) return this.#keep(room, this.#store.remove(room));
  }

  /** @param {string} room @param {Promise<void>} keeping */
  async #keep(room, keeping) {
    try {
      await keeping;
    } catch (error) {
      this.#warn(`The cursor of ${room} could not be kept: a restart repeats more.`, error);
    }
  }
}
