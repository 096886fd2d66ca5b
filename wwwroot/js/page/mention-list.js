// @ts-check
import { avatar, byId, el } from './dom.js';
import { matching } from './mentions.js';

/** @typedef {import('./mentions.js').Named} Named */

const mostShown = 8;

/** The list of people above the message field, while a name is written after an @. The focus stays in the field. */
export class MentionList {
  #field;
  #options;
  #list = byId('mention-list');
  /** @type {Named[]} */
  #shown = [];
  #place = 0;
  /** The place of the @. */
  #at = -1;
  /** The place of an @ whose list the user closed. */
  #closedAt = -1;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {{ people: () => Named[], opens: () => void, choose: (from: number, name: string) => void }} options
   */
  constructor(field, options) {
    this.#field = field;
    this.#options = options;
    field.addEventListener('blur', () => this.close());
    // A press must not take the focus from the field.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#list.addEventListener('click', ({ target }) => {
      const item = /** @type {HTMLElement} */ (target).closest('li');
      if (item) this.#choose([...this.#list.children].indexOf(item));
    });
  }

  get isOpen() { return !this.#list.hidden; }

  /** The text or the caret changed, or more people are known. */
  update() {
    const { value, selectionStart } = this.#field;
    const typed = /(?:^|[\s([{"'])@([^\s@]*)$/.exec(value.slice(0, selectionStart))?.[1];
    if (typed === undefined) { this.#at = this.#closedAt = -1; return this.close(); }
    const at = selectionStart - typed.length - 1;
    if (at === this.#closedAt) return;
    const isNew = at !== this.#at;
    this.#at = at;
    if (isNew) this.#options.opens();
    const marked = this.#shown[this.#place]?.userId;
    this.#shown = matching(this.#options.people(), typed).slice(0, mostShown);
    if (this.#shown.length === 0) return this.close();
    this.#list.hidden = false;
    this.#list.replaceChildren(...this.#shown.map(({ userId, name }, i) => el('li', { id: `mention-${i}`, class: 'entry', role: 'option' },
      avatar(userId, name), el('span', { class: 'entry-name', dir: 'auto' }, name))));
    this.#mark(Math.max(0, this.#shown.findIndex(({ userId }) => userId === marked)));
  }

  close() {
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#shown = [];
    this.#field.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  key(event) {
    if (!this.isOpen || event.shiftKey) return false;
    const count = this.#shown.length;
    if (event.key === 'ArrowDown') this.#mark((this.#place + 1) % count);
    else if (event.key === 'ArrowUp') this.#mark((this.#place + count - 1) % count);
    else if (event.key === 'Enter' || event.key === 'Tab') this.#choose(this.#place);
    else if (event.key === 'Escape') { this.#closedAt = this.#at; this.close(); }
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** @param {number} place */
  #mark(place) {
    this.#place = place;
    [...this.#list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === place)));
    this.#field.setAttribute('aria-activedescendant', `mention-${place}`);
  }

  /** @param {number} place */
  #choose(place) {
    const { name } = this.#shown[place];
    this.close();
    this.#options.choose(this.#at, name);
  }
}
