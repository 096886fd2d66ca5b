// @ts-check
import { closeDrawers } from './drawers.js';
import { roomInAddress } from './fragment.js';

const patienceMs = 500;

/** What lies over the conversation, the topmost last. @returns {HTMLElement[]} */
const layers = () => ['.panel.open', '[popover]:popover-open', 'dialog[open]'].flatMap((kind) => [...document.querySelectorAll(kind)].map((layer) => /** @type {HTMLElement} */ (layer)));

/** @returns {number} how many layers lay over the conversation when the present entry of the history was made */
const depth = () => history.state?.depth ?? 0;

/**
 * The Back button: it closes what is open, the topmost first, and then walks the rooms in the order of the visits. Each room is
 * an entry of the history with its name
 * in the fragment; so is each layer, for as long as it is open.
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
    // A page that is loaded again has no layer open.
    history.replaceState({ depth: 0 }, '');
    window.addEventListener('popstate', () => this.#moved());
    for (const layer of document.querySelectorAll('.panel, dialog')) this.#observer.observe(layer, { attributeFilter: ['class', 'open'] });
    for (const menu of document.querySelectorAll('[popover]')) menu.addEventListener('toggle', () => this.#settle());
  }

  /** @param {string | null} room that is shown now @param {boolean} [replaces] the one that was shown before is gone */
  visit(room, replaces = false) {
    if (this.#isGoing) { this.#waiting = { room, replaces }; return; }
    const address = room === null ? location.pathname + location.search : `#${room}`;
    const isSame = roomInAddress() === room;
    // The entry of a layer becomes the room's: who chooses a room in a drawer does not come back to the drawer.
    if (isSame || replaces || !this.#hasVisited || depth() > 0) history.replaceState({ depth: 0 }, '', address);
    else history.pushState({ depth: 0 }, '', address);
    this.#hasVisited = true;
  }

  /** Takes the room out of the address, for good. */
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

  /** Makes as many entries as there are layers, or leaves those whose layer was closed otherwise than by Back. */
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
    // An address that was typed joins the room; an entry of a room that was left since does not.
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
