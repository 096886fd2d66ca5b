// @ts-check
import { byId, counted, el } from './dom.js';

const mostShown = 30;

/** @param {string} name */
export const isRoomName = (name) => /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name);

/** @typedef {{ name: string, label: string, words: string, unread: number, isMine: boolean }} KnownRoom `words`: what it is found by */

/** Ctrl+K: a few letters and Enter open a room, known or new. A field with a list, as the ARIA practices describe a combobox. */
export class Switcher {
  #dialog = /** @type {HTMLDialogElement} */ (byId('switcher'));
  #field = /** @type {HTMLInputElement} */ (byId('switcher-text'));
  #list = byId('switcher-list');
  #options;
  /** @type {string[]} */
  #shown = [];
  #place = 0;

  /** @param {{ rooms: () => KnownRoom[], refresh: () => Promise<void>, open: (room: string) => void }} options */
  constructor(options) {
    this.#options = options;
    this.#field.addEventListener('input', () => this.#draw());
    this.#field.addEventListener('keydown', (event) => this.#key(event));
    this.#list.addEventListener('click', (event) => this.#choose(/** @type {HTMLElement} */ (event.target).closest('li')?.dataset.room));
    byId('switcher-form').addEventListener('submit', (event) => { event.preventDefault(); this.#choose(this.#shown[this.#place]); });
    this.#dialog.addEventListener('click', (event) => { if (event.target === this.#dialog) this.#dialog.close(); });
  }

  show() {
    this.#field.value = '';
    this.#draw();
    this.#dialog.showModal();
    void this.#refresh();
  }

  /** Adds rooms created since the last request; the selected one stays selected. */
  async #refresh() {
    await this.#options.refresh();
    if (!this.#dialog.open) return;
    const marked = this.#shown[this.#place];
    this.#draw();
    this.#mark(Math.max(0, this.#shown.indexOf(marked)));
  }

  #draw() {
    const typed = this.#field.value.trim().replace(/^#/, '').toLowerCase();
    const rooms = this.#options.rooms()
      .filter(({ words }) => words.includes(typed)).sort((a, b) => rank(a, typed) - rank(b, typed)).slice(0, mostShown);
    const canMake = isRoomName(typed) && !rooms.some(({ name }) => name === typed);
    this.#shown = [...rooms.map(({ name }) => name), ...(canMake ? [typed] : [])];
    this.#list.replaceChildren(
      ...rooms.map((room, i) => option(i, room.name, room.label, hintOf(room))),
      ...(canMake ? [option(rooms.length, typed, `#${typed}`, 'join or make this room')] : []));
    byId('switcher-none').hidden = this.#shown.length > 0;
    this.#mark(0);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || this.#shown.length === 0) return;
    event.preventDefault();
    this.#mark((this.#place + step + this.#shown.length) % this.#shown.length);
  }

  /** @param {number} place */
  #mark(place) {
    this.#place = place;
    [...this.#list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === place)));
    const marked = this.#list.children[place];
    marked?.scrollIntoView({ block: 'nearest' });
    if (marked) this.#field.setAttribute('aria-activedescendant', marked.id);
    else this.#field.removeAttribute('aria-activedescendant');
  }

  /** @param {string | undefined} room */
  #choose(room) {
    if (!room) return;
    this.#dialog.close();
    this.#options.open(room);
  }
}

/** @param {number} i @param {string} room @param {string} label @param {string} hint */
const option = (i, room, label, hint) => el('li', { id: `switcher-${i}`, class: 'entry', role: 'option', 'data-room': room },
  el('span', { class: 'entry-name', dir: 'auto' }, label), el('span', { class: 'hint' }, hint));

/** @param {KnownRoom} room */
function hintOf({ unread, isMine }) {
  if (unread > 0) return counted(unread, 'unread message');
  return isMine ? '' : 'not joined yet';
}

/**
 * Unread rooms first, then the user's own, then the others; a match at the beginning before a match inside.
 * @param {KnownRoom} room
 * @param {string} typed
 */
const rank = ({ words, unread, isMine }, typed) => (words.startsWith(typed) ? 0 : 4) + (unread > 0 ? 0 : isMine ? 1 : 2);
