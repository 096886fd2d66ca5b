// @ts-check
import { RowView } from './message-row.js';

/** @typedef {import('./rows.js').Row} Row */

/** Draws rows into a list: an unchanged row keeps its element, so that focus, selection and an open editor stay too. */
export class MessageList {
  #list;
  #actions;
  /** @type {Map<string, RowView>} */
  #views = new Map();

  /** @param {HTMLElement} list @param {import('./message-row.js').MessageActions} actions */
  constructor(list, actions) {
    this.#list = list;
    this.#actions = actions;
  }

  clear() {
    this.#views.clear();
    this.#list.replaceChildren();
  }

  /** Time passes: "just now" does not stay true. */
  tick() { for (const view of this.#views.values()) view.tick(); }

  /** @param {Row[]} rows */
  draw(rows) {
    const wanted = new Set(rows.map((row) => row.key));
    for (const [key, view] of this.#views) {
      if (wanted.has(key)) continue;
      view.element.remove();
      this.#views.delete(key);
    }
    let place = this.#list.firstElementChild;
    for (const row of rows) {
      const view = this.#view(row.key);
      view.update(row);
      if (view.element === place) place = place.nextElementSibling;
      else this.#list.insertBefore(view.element, place);
    }
  }

  /** @param {string} key */
  #view(key) {
    const view = this.#views.get(key) ?? new RowView(this.#actions);
    this.#views.set(key, view);
    return view;
  }
}
