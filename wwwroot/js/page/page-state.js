// @ts-check
import { myRooms } from './my-rooms.js';
import { tagsOf } from './namesakes.js';
import { RoomState } from './room-state.js';
import { savedSession } from './saved.js';

/** @typedef {import('./saved.js').Session} Session */

/** The state of the page, and the part of it that survives a reload. */
export class PageState {
  /** @type {Map<string, RoomState>} */
  #rooms = new Map();
  #session;
  /** @type {Map<string, import('../client/contracts.js').InboxEntry>} */
  inbox = new Map();
  /** The rooms of the page before a reload that this one has not joined, until the inbox is read. @type {Set<string>} */
  waiting;
  /** @type {string | null} */
  current = null;
  me = { userId: '', name: '' };
  /** The names of the users whom the user blocked, by id, as the page knows them. @type {Map<string, string>} */
  blocked = new Map();
  /** More than one if a guest needed a new token. */
  ownIds;
  /** A guest became another user than before the reload, whose inbox has no rooms. */
  isNewUser = false;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    this.ownIds = new Set(session.ownIds);
    this.waiting = new Set(session.rooms);
    this.me = { userId: session.guest?.userId ?? '', name: session.name };
  }

  /** The rooms that this page has joined, or is about to. */
  get rooms() { return [...this.#rooms.values()].sort((a, b) => (a.name < b.name ? -1 : 1)); }
  /** The rooms of the user, in the order of the list. */
  get mine() { return myRooms(this); }
  get currentRoom() { return this.current === null ? null : this.#rooms.get(this.current) ?? null; }
  get unsent() { return this.rooms.reduce((sum, room) => sum + room.entries.length, 0); }

  /** The tags of users with the same name in a room. @param {RoomState} room @returns {import('./namesakes.js').Tags} */
  tags({ users, timeline, typing, members }) {
    const known = [...members].map(([userId, { name }]) => ({ userId, name }));
    return tagsOf([this.me, ...users, ...typing, ...known, ...timeline.messages], this.ownIds);
  }

  /** @param {string} name */
  room(name) { return this.#rooms.get(name) ?? null; }

  /** Whether the user is in a room, as far as the page knows. @param {string} name */
  isIn(name) { return this.#rooms.has(name) || this.inbox.has(name) || this.waiting.has(name); }

  /** The rooms that the page can let go: the inbox has their counts. The one that was not open for the longest time is first. */
  get spare() {
    return this.rooms.filter(({ name, entries }) => entries.length === 0 && this.inbox.has(name)).sort((a, b) => a.openedAt - b.openedAt);
  }

  /** @param {string} name */
  add(name) {
    const room = new RoomState(name, this.#session.readThrough[name] ?? null, this.ownIds);
    const entry = this.inbox.get(name);
    if (entry) room.readElsewhere(entry);
    room.nameElsewhere = (userId) => this.nameOf(userId);
    this.#rooms.set(name, room);
    this.waiting.delete(name);
    return room;
  }

  /** The name of a user in any room of this page. @param {string} userId */
  nameOf(userId) {
    for (const { users, timeline } of this.#rooms.values()) {
      const known = users.find((user) => user.userId === userId) ?? timeline.messages.findLast((message) => message.userId === userId);
      if (known) return known.name;
    }
    return null;
  }

  /** @param {string} name */
  remove(name) { this.#rooms.delete(name); }

  /** @param {{ userId: string, name: string }} me */
  identify(me) {
    this.me = me;
    this.isNewUser ||= this.ownIds.size > 0 && !this.ownIds.has(me.userId);
    this.ownIds.add(me.userId);
    this.save();
  }

  /** @param {import('../client/contracts.js').GuestTokenResult | null} guest */
  keepGuest(guest) {
    this.#session.guest = guest;
    this.save();
  }

  /** @param {string} userId @param {string | null} name null lifts the block */
  block(userId, name) {
    if (name === null) this.blocked.delete(userId);
    else this.blocked.set(userId, name);
  }

  save() {
    const read = this.rooms.filter((room) => room.readThrough !== null).map((room) => [room.name, room.readThrough]);
    Object.assign(this.#session, {
      rooms: [...this.rooms.map((room) => room.name), ...this.waiting], current: this.current, ownIds: [...this.ownIds],
      readThrough: { ...this.#session.readThrough, ...Object.fromEntries(read) },
    });
    savedSession.set(this.#session);
  }
}
