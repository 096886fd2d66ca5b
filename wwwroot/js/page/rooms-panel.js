// @ts-check
import { byId, showText } from './dom.js';
import { showMyRooms, showOtherRooms } from './room-list.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {import('../client/contracts.js').RoomSummary} RoomSummary */

const refreshMs = 30_000;
const pageSize = 200;

/** The rooms one is in, the others there are, and the way into a new one. */
export class RoomsPanel {
  #options;
  /** @type {RoomSummary[]} */
  #summaries = [];

  /**
   * @param {{
   *   list: (request: { limit: number }) => Promise<{ rooms: RoomSummary[] }>, isUp: () => boolean, open: (room: string) => void,
   *   state: () => { rooms: RoomState[], current: string | null }
   * }} options
   */
  constructor(options) {
    this.#options = options;
    const field = /** @type {HTMLInputElement} */ (byId('join-room'));
    byId('join-form').addEventListener('submit', (event) => {
      event.preventDefault();
      showText(byId('join-error'), null);
      const room = field.value.trim();
      field.value = '';
      options.open(room);
    });
    byId('open-rooms').addEventListener('click', () => void this.refresh());
    window.setInterval(() => { if (!document.hidden) void this.refresh(); }, refreshMs);
  }

  /** @param {string} sentence */
  refused(sentence) { showText(byId('join-error'), sentence); }

  /** All rooms there are to go to. */
  get known() {
    const { rooms } = this.#options.state();
    const mine = rooms.map(({ name, unread }) => ({ name, unread, isMine: true }));
    const others = this.#summaries.filter(({ room }) => !rooms.some(({ name }) => name === room));
    return [...mine, ...others.map(({ room }) => ({ name: room, unread: 0, isMine: false }))];
  }

  async refresh() {
    if (!this.#options.isUp()) return;
    try {
      this.#summaries = (await this.#options.list({ limit: pageSize })).rooms;
    } catch {
      // The list that is there is better than none, and the next one comes soon.
    }
    this.draw();
  }

  draw() {
    const { rooms, current } = this.#options.state();
    const mine = new Map(rooms.map((room) => [room.name, room]));
    for (const { room, isPrivate } of this.#summaries) {
      const state = mine.get(room);
      if (state) state.isPrivate = isPrivate;
    }
    showMyRooms(rooms.map((room) => ({ name: room.name, unread: room.unread, isPrivate: room.isPrivate, isCurrent: room.name === current })), this.#options.open);
    showOtherRooms(this.#summaries.filter(({ room }) => !mine.has(room)), this.#options.open);
    byId('elsewhere').hidden = !rooms.some((room) => room.unread > 0 && room.name !== current);
  }
}
