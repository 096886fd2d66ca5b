// @ts-check
import { byId, showText } from './dom.js';
import { labelOf, wordsOf } from './my-rooms.js';
import { showMyRooms, showOtherRooms } from './room-list.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {import('../client/contracts.js').RoomSummary} RoomSummary */

const refreshMs = 30_000;
const pageSize = 200;
const clickMs = 100;

/** The user's rooms, the other rooms, and the field that filters both and opens a new one. */
export class RoomsPanel {
  #options;
  #field = /** @type {HTMLInputElement} */ (byId('join-room'));
  /** @type {RoomSummary[]} */
  #summaries = [];
  /** Between pointerdown and the click the lists stay as they are: an entry that moves would lose the press. */
  #isPressed = false;

  /**
   * @param {{
   *   list: (request: { limit: number }) => Promise<{ rooms: RoomSummary[] }>, isUp: () => boolean, open: (room: string) => void,
   *   state: () => { rooms: RoomState[], mine: import('./my-rooms.js').MyRoom[], current: string | null }
   * }} options
   */
  constructor(options) {
    this.#options = options;
    byId('join-form').addEventListener('submit', (event) => {
      event.preventDefault();
      showText(byId('join-error'), null);
      this.#open(this.#typed);
    });
    this.#field.addEventListener('input', () => this.draw());
    this.#field.addEventListener('keydown', (event) => this.#escape(event));
    byId('open-rooms').addEventListener('click', () => void this.refresh());
    const pressed = (/** @type {PointerEvent} */ { button }) => { this.#isPressed = button === 0; };
    for (const list of ['my-rooms', 'other-rooms']) byId(list).addEventListener('pointerdown', pressed);
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, () => this.#released());
    window.setInterval(() => { if (!document.hidden) void this.refresh(); }, refreshMs);
  }

  /** @param {string} sentence */
  refused(sentence) { showText(byId('join-error'), sentence); }

  /** All available rooms. */
  get known() { return this.#knownWith(this.#options.state().mine); }

  /** @param {import('./my-rooms.js').MyRoom[]} mine */
  #knownWith(mine) {
    const names = new Set(mine.map(({ name }) => name));
    const own = mine.map((room) => ({ name: room.name, label: labelOf(room), words: wordsOf(room), unread: room.unread, isMine: true }));
    const others = this.#summaries.filter(({ room }) => !names.has(room));
    return [...own, ...others.map(({ room }) => ({ name: room, label: `#${room}`, words: room, unread: 0, isMine: false }))];
  }

  async refresh() {
    if (!this.#options.isUp()) return;
    try {
      this.#summaries = (await this.#options.list({ limit: pageSize })).rooms;
    } catch {
      // The present list is better than an empty one, and the next one arrives soon.
    }
    this.draw();
  }

  /** @param {import('./my-rooms.js').MyRoom[]} [mine] the user's rooms, if the caller has them: to sort many takes a while */
  draw(mine = this.#options.state().mine) {
    if (this.#isPressed) return;
    const { rooms, current } = this.#options.state();
    const names = new Set(mine.map(({ name }) => name));
    for (const { room, isPrivate } of this.#summaries) {
      const state = rooms.find(({ name }) => name === room);
      if (state) state.isPrivate = isPrivate;
    }
    const typed = this.#typed;
    const open = (/** @type {string} */ room) => this.#open(room);
    const shown = mine.filter((room) => wordsOf(room).includes(typed.toLowerCase()));
    showMyRooms(shown.map((room) => ({ ...room, isCurrent: room.name === current })), open);
    showOtherRooms(this.#summaries.filter(({ room }) => !names.has(room) && room.includes(typed)), open);
    this.#hint(typed, mine);
    byId('elsewhere').hidden = !mine.some((room) => room.unread > 0 && room.name !== current);
  }

  /** The action of Enter. @param {string} typed @param {import('./my-rooms.js').MyRoom[]} mine */
  #hint(typed, mine) {
    const all = typed ? this.#knownWith(mine) : [];
    const known = all.find(({ name }) => name === typed);
    byId('join-button').textContent = known?.isMine ? 'Open' : known || !typed ? 'Join' : 'Make';
    const hint = typed && !all.some(({ words }) => words.includes(typed.toLowerCase())) ? 'No room has such a name yet.' : '';
    if (byId('join-hint').textContent !== hint) byId('join-hint').textContent = hint;
  }

  /** The search succeeded. @param {string} room */
  #open(room) {
    this.#isPressed = false;
    this.#field.value = '';
    this.#options.open(room);
  }

  #released() {
    if (!this.#isPressed) return;
    // The click of a finger comes a moment after it has left the screen.
    window.setTimeout(() => {
      this.#isPressed = false;
      this.draw();
    }, clickMs);
  }

  get #typed() { return this.#field.value.trim().replace(/^#/, ''); }

  /** Escape clears the filter before it closes the panel around the field. @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key !== 'Escape' || !this.#field.value) return;
    event.stopPropagation();
    this.#field.value = '';
    this.draw();
  }
}
