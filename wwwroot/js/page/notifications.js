// @ts-check
import { byId } from './dom.js';
import { notifying } from './saved.js';

const shownLength = 140;

/** Tells of new messages outside the page, once one has asked for it with a click; the browser is never asked before. */
export class Notifications {
  #button = /** @type {HTMLButtonElement} */ (byId('notify'));
  #open;
  #problem;
  #isOn = false;

  /** @param {{ open: (room: string) => void, problem: (sentence: string) => void }} options */
  constructor({ open, problem }) {
    this.#open = open;
    this.#problem = problem;
    this.#button.hidden = !('Notification' in window) || !window.isSecureContext;
    if (this.#button.hidden) return;
    this.#set(notifying.get() && Notification.permission === 'granted');
    this.#button.addEventListener('click', () => this.#toggle());
  }

  /** @param {string} room @param {{ name: string, text: string }} message */
  message(room, { name, text }) {
    if (!this.#isOn || (!document.hidden && document.hasFocus())) return;
    // One for each room: a newer one takes the place of the older.
    const notification = new Notification(`#${room}`, { body: `${name}: ${text}`.slice(0, shownLength), tag: `chat ${room}`, icon: iconUrl });
    notification.onclick = () => { window.focus(); this.#open(room); notification.close(); };
  }

  async #toggle() {
    if (this.#isOn) return this.#set(false);
    const permission = Notification.permission === 'default' ? await Notification.requestPermission() : Notification.permission;
    if (permission === 'granted') this.#set(true);
    else this.#problem('The browser does not allow notifications for this page.');
  }

  /** @param {boolean} isOn */
  #set(isOn) {
    this.#isOn = isOn;
    notifying.set(isOn);
    this.#button.setAttribute('aria-pressed', String(isOn));
    this.#button.title = isOn ? 'Notifications are on' : 'Notify me of new messages';
  }
}

const iconUrl = new URL('../../img/icon.svg', import.meta.url).href;
