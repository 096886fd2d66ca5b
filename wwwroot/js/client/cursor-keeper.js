// @ts-check

/** @typedef {import('./ports.js').RoomCursor} RoomCursor */

/**
 * Stores in the app's store the cursors of handled events. It also knows the cursors of queued events: a second join of a
 * room in the same page continues there, because the handlers will still receive the queued events. Without a store it keeps
 * nothing, and a join without a cursor returns a snapshot.
 */
export class CursorKeeper {
  /** @type {Map<string, RoomCursor | null>} */
  #reached = new Map();
  /** @type {Map<string, RoomCursor>} of rooms that the client stopped following, also without a store */
  #letGo = new Map();
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
    const reached = this.#reached.get(room);
    if (reached !== undefined) return reached;
    try {
      return await this.#store?.load(room) ?? null;
    } catch (error) {
      this.#warn(`The cursor of ${room} could not be read: it begins with a snapshot.`, error);
      return null;
    }
  }

  /** The client stops following the room, and a later join continues. @param {string} room @param {RoomCursor | null} cursor */
  letGo(room, cursor) { if (cursor) this.#letGo.set(room, cursor); }

  /** Where to continue in this page; null begins anew. @param {string} room @returns {RoomCursor | null} */
  takeLetGo(room) {
    const cursor = this.#letGo.get(room) ?? null;
    this.#letGo.delete(room);
    return cursor;
  }

  /** The event is queued, and the handlers have not received it yet. @param {string} room @param {RoomCursor} cursor */
  reached(room, cursor) { if (this.#store) this.#reached.set(room, cursor); }

  /**
   * The handlers have run. After one failed, the cursor stays: a later cursor would skip the unhandled event.
   * @param {string} room @param {RoomCursor} cursor @param {boolean} isReset @param {boolean} well
   * @returns {Promise<void> | void}
   */
  handled(room, cursor, isReset, well) {
    if (!this.#store) return;
    if (!well) this.#stays.add(room);
    else if (isReset) this.#stays.delete(room);
    if (!this.#stays.has(room)) return this.#keep(room, this.#store.save(room, cursor));
  }

  /** The user left the room; `forget` follows after the room's queued events. @param {string} room */
  left(room) { if (this.#store) this.#reached.set(room, null); }

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
