// @ts-check
import { closeDrawers } from './drawers.js';
import { roomInAddress } from './fragment.js';

const patienceMs = 500;

/** The open layers over the conversation, the topmost last. @returns {HTMLElement[]} */
const layers = () => ['.panel.open', '[popover]:popover-open', 'dialog[open]']
  .flatMap((kind) => [...document.querySelectorAll(kind)].map((layer) => /** @type {HTMLElement} */ (layer)));

/** @returns {number} how many layers were open over the conversation when the current history entry was created */
const depth = () => history.state?.depth ?? 0;

/**
 * The Back button: it closes the open layers, the topmost first, and then returns through the rooms in the order of the
 * visits. Each room is a history entry with its name in the fragment; so is each layer, while it is open.
 */
export class Browsing {
  #actions;
  #observer = new MutationObserver(() => this.#settle());
  #hasVisited = false;
  /** The page itself is leaving entries. */
  #isGoing = false;
  /** A room that was opened meanwhile. @type {{ room: string | null, replaces: boolean } | null} */
  #waiting = null;

  /** @param {{ open: (room: string) => void, isIn: (room: string) => boolean, current: () => string | null }} actions */
  constructor(actions) {
    this.#actions = actions;
    // A reloaded page has no open layer.
    history.replaceState({ depth: 0 }, '');
    window.addEventListener('popstate', () => this.#moved());
    for (const layer of document.querySelectorAll('.panel, dialog')) this.#observer.observe(layer, { attributeFilter: ['class', 'open'] });
    for (const menu of document.querySelectorAll('[popover]')) menu.addEventListener('toggle', () => this.#settle());
  }

  /** @param {string | null} room that is shown now @param {boolean} [replaces] the previous room is gone */
  visit(room, replaces = false) {
    if (this.#isGoing) { this.#waiting = { room, replaces }; return; }
    const address = room === null ? location.pathname + location.search : `#${room}`;
    const isSame = roomInAddress() === room;
    // The entry of a layer becomes the room's: Back does not return to the drawer in which the user chose the room.
    if (isSame || replaces || !this.#hasVisited || depth() > 0) history.replaceState({ depth: 0 }, '', address);
    else history.pushState({ depth: 0 }, '', address);
    this.#hasVisited = true;
  }

  /** Removes the room from the address permanently. */
  async end() {
    this.#observer.disconnect();
    if (this.#isGoing) {
      await new Promise((resolve) => {
        window.addEventListener('popstate', resolve, { once: true });
        setTimeout(resolve, patienceMs);
      });
    }
    history.replaceState(null, '', location.pathname + location.search);
  }

  /** Creates one entry for each layer, or leaves the entries of layers that were closed without Back. */
  #settle() {
    if (this.#isGoing) return;
    const open = layers().length;
    for (let next = depth() + 1; next <= open; next++) history.pushState({ depth: next }, '');
    if (open >= depth()) return;
    this.#isGoing = true;
    history.go(open - depth());
  }

  #moved() {
    if (this.#isGoing) {
      this.#isGoing = false;
      if (this.#waiting) this.visit(this.#waiting.room, this.#waiting.replaces);
      this.#waiting = null;
      return this.#settle();
    }
    for (const layer of layers().slice(depth()).reverse()) close(layer);
    const room = roomInAddress();
    const current = this.#actions.current();
    if (room === null || room === current) return;
    // A typed address joins the room; an entry of a room that the user left since does not.
    if (history.state === null || this.#actions.isIn(room)) this.#actions.open(room);
    else this.visit(current, true);
  }
}

/** @param {HTMLElement} layer */
function close(layer) {
  if (layer instanceof HTMLDialogElement) layer.close();
  else if (layer.popover) layer.hidePopover();
  else closeDrawers();
}
