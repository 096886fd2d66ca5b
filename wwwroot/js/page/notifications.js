// @ts-check
import { beside } from './beside.js';
import { byId } from './dom.js';
import { shortened } from './graphemes.js';
import { notifying } from './saved.js';

const shownLength = 140;

/** Notifies outside the page, after the user asked for it with a click; the browser never asks before that. */
export class Notifications {
  #button = /** @type {HTMLButtonElement} */ (byId('notify'));
  #open;
  #problem;
  #isOn = false;
  /** The latest one of each room, by the id of its message. @type {Map<string, Notification>} */
  #shown = new Map();

  /** @param {{ open: (room: string) => void, problem: (sentence: string) => void }} options */
  constructor({ open, problem }) {
    this.#open = open;
    this.#problem = problem;
    this.#button.hidden = !('Notification' in window) || !window.isSecureContext;
    if (this.#button.hidden) return;
    this.#set(notifying.get() && Notification.permission === 'granted');
    this.#button.addEventListener('click', () => beside('The switch for notifications', () => this.#toggle()));
  }

  /** @param {string} room @param {string} label @param {import('./news.js').News | null} news null for none */
  message(room, label, news) {
    if (!news || !this.#isOn || (!document.hidden && document.hasFocus())) return;
    const { messageId } = news;
    try {
      // One for each room: a newer one replaces the older.
      const body = shortened(news.body, shownLength);
      const notification = new Notification(label, { body, tag: `chat ${room}`, icon: iconUrl });
      notification.onclick = () => { window.focus(); this.#open(room); notification.close(); };
      notification.onclose = () => this.#shown.delete(messageId);
      this.#shown.set(messageId, notification);
    } catch (error) {
      // On Android, for example, a page may not construct one: the next would fail as well.
      this.#set(false);
      throw error;
    }
  }

  /** The message of the notification was deleted. @param {string} messageId */
  withdraw(messageId) {
    this.#shown.get(messageId)?.close();
    this.#shown.delete(messageId);
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
    this.#button.setAttribute('aria-pressed', String(isOn));
    this.#button.title = isOn ? 'Notifications are on' : 'Notify me of mentions and direct messages';
    beside('Keeping the choice of notifications', () => notifying.set(isOn));
  }
}

const iconUrl = new URL('../../img/icon.svg', import.meta.url).href;
