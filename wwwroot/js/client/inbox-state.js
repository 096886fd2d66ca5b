// @ts-check
import { InboxRoom } from './inbox-room.js';
import { readData } from './message-data.js';

/** @typedef {import('./contracts.js').InboxEntry} InboxEntry */
/** @typedef {import('./contracts.js').InboxUpdate} InboxUpdate */
/** @typedef {import('./contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('./ports.js').RoomCursor} RoomCursor */

const heldLimit = 128;

/**
 * The read state of the inbox: the cursor, the rooms, and the live updates that arrived during a call. A new message changes no entry, so
 * a cursor does not bring the counts of the rooms that had messages meanwhile. So each connection begins with the whole inbox, and the
 * cursor brings further pages and closes gaps.
 */
export class InboxState {
  /** @type {RoomCursor | null} */
  cursor = null;
  /** The rooms whose entry may have changed. @type {Set<string>} */
  touched = new Set();
  /** Counts `readAnew`: the answer to an earlier request does not count any more. */
  reading = 0;
  /** @type {InboxUpdate[]} */
  #held = [];
  /** Why the user left rooms. @type {Map<string, string>} */
  #left = new Map();
  /** @type {Map<string, InboxRoom>} */
  #rooms = new Map();
  /** @type {Map<string, InboxRoom> | null} */
  #next = null;
  #mustRead = false;
  #pageFollows = false;
  #hole = false;
  #isOtherEpoch = false;

  /** There is something to read. */
  get isBehind() { return this.#mustRead || this.#pageFollows || this.#hole; }

  /** @param {string} room */
  shown(room) { return this.#rooms.get(room)?.shown ?? null; }

  /** The entries as they are now. @returns {InboxEntry[]} */
  get all() { return [...this.#rooms.values()].flatMap((known) => known.shown ?? []); }

  /** @param {string} room */
  leftBecause(room) { return this.#left.get(room) ?? null; }

  get request() {
    const from = this.#mustRead ? null : this.cursor;
    return { after: from?.revision ?? null, epoch: from?.epoch ?? null, limit: null };
  }

  /** Begins with what an earlier page had, until the inbox is read. @param {import('./ports.js').KeptInbox} kept */
  restore({ epoch, revision, entries }) {
    this.cursor = { epoch, revision };
    for (const entry of entries) this.#put(this.#rooms, entry);
  }

  /** Reads the whole inbox; until then the entries stay. */
  readAnew() {
    this.reading++;
    this.#mustRead = true;
    this.#pageFollows = this.#hole = false;
    this.#next = null;
    this.#held = [];
  }

  /** @param {InboxUpdate} update */
  hold(update) {
    this.#held.push(update);
    if (this.#held.length > heldLimit) this.#held.shift();
  }

  /**
   * @param {import('./contracts.js').FollowInboxResult} page @param {boolean} isFirst
   * @returns {boolean} whether it made progress
   */
  takePage(page, isFirst) {
    const before = this.cursor?.revision;
    const isNew = isFirst || page.reset || !this.cursor;
    if (isNew) this.#begin(page.epoch);
    const after = isNew ? 0 : this.cursor?.revision ?? 0;
    this.cursor = { epoch: page.epoch, revision: Math.max(after, page.through) };
    this.#applyAll(page.entries, after);
    this.#pageFollows = page.hasMore;
    if (!page.hasMore) this.#end();
    this.takeHeld();
    return isNew || this.cursor.revision !== before || !this.isBehind;
  }

  /** Applies the held updates as long as they follow on. */
  takeHeld() {
    if (this.#mustRead || !this.cursor) return;
    this.#hole = false;
    while (this.#held.length > 0) {
      const { epoch, after, through, entries } = this.#held[0];
      /** @type {number} */
      const revision = this.cursor.revision;
      if (epoch !== this.cursor.epoch) return this.readAnew();
      if (after > revision) {
        this.#hole = true;
        return;
      }
      this.#applyAll(entries, revision);
      this.cursor = { epoch, revision: Math.max(revision, through) };
      this.#held.shift();
    }
  }

  /** @param {import('./contracts.js').InboxActivity} activity */
  takeActivity({ rooms }) {
    for (const activity of rooms) for (const known of this.#touch(activity.room)) known.takeActivity(activity);
  }

  /**
   * Counts the changes of a joined room. A snapshot of the room may leave out messages: then the inbox is read again.
   * @param {string} room @param {RoomCursor} cursor @param {ChatMessage[]} messages @param {string} userId @param {boolean} isSnapshot
   */
  takeMessages(room, cursor, messages, userId, isSnapshot) {
    const known = this.#touch(room);
    if (isSnapshot && this.cursor && known.some((one) => one.misses(messages))) this.readAnew();
    // Behind a dot, the epoch of the inbox names the rooms that the token permits.
    if (this.cursor && this.cursor.epoch.split('.')[0] !== cursor.epoch) return;
    for (const one of known) one.takeMessages(cursor.revision, messages, userId);
  }

  /** @param {string} room @param {(known: InboxRoom) => void} mark */
  mark(room, mark) { if (this.#rooms.has(room)) this.#touch(room).forEach(mark); }

  /** The rooms are read into a second list, so that the app sees no half of them. @param {string} epoch */
  #begin(epoch) {
    this.#mustRead = this.#hole = false;
    this.#next = new Map();
    // The heads of another epoch compare with nothing.
    this.#isOtherEpoch = this.cursor !== null && this.cursor.epoch !== epoch;
  }

  #end() {
    if (!this.#next) return;
    for (const [room, known] of this.#rooms) {
      this.touched.add(room);
      if (!known.hasEntry && !this.#isOtherEpoch && !this.#next.has(room)) this.#next.set(room, known);
    }
    this.#rooms = this.#next;
    this.#next = null;
    this.#isOtherEpoch = false;
    for (const room of this.#rooms.keys()) this.touched.add(room);
  }

  /** @param {InboxEntry[]} entries @param {number} after */
  #applyAll(entries, after) {
    for (const entry of readData(entries.filter(({ revision }) => revision > after))) {
      const { room, left } = entry;
      if (!left) {
        this.#put(this.#next ?? this.#rooms, entry);
        continue;
      }
      this.#left.set(room, left);
      this.#rooms.delete(room);
      this.#next?.delete(room);
      this.touched.add(room);
    }
  }

  /** @param {Map<string, InboxRoom>} rooms @param {InboxEntry} entry */
  #put(rooms, entry) {
    const known = rooms.get(entry.room) ?? (this.#isOtherEpoch ? null : this.#rooms.get(entry.room)) ?? new InboxRoom();
    rooms.set(entry.room, known);
    this.#left.delete(entry.room);
    known.takeEntry(entry);
    this.touched.add(entry.room);
  }

  /** A room without an entry is kept too: the entry may be on its way. @param {string} room */
  #touch(room) {
    this.touched.add(room);
    const other = this.#next?.get(room);
    const known = this.#rooms.get(room) ?? other ?? new InboxRoom();
    this.#rooms.set(room, known);
    return other && other !== known ? [known, other] : [known];
  }
}
