// @ts-check
import { byId, counted } from './dom.js';

/** @typedef {import('../client/link-types.js').LinkStatus} LinkStatus */

const patienceMs = 800;
const goodNewsMs = 5_000;
// It has figures to read.
const countedNewsMs = 8_000;

/** Shows the state of the connection, unless it is simply connected. */
export class Banner {
  #element = byId('banner');
  #text = byId('banner-text');
  #countdown = byId('banner-countdown');
  #action = byId('banner-action');
  /** @type {() => void} */
  #onAction = () => {};
  #wasUp = false;
  #wasLost = false;
  #timer = 0;
  /** @type {LinkStatus | null} */
  #status = null;

  /** @param {{ retryNow: () => void, signInAgain: () => void }} actions */
  constructor(actions) {
    this.actions = actions;
    this.#action.addEventListener('click', () => this.#onAction());
    // The browser may know before the client does why a try to connect cannot succeed.
    for (const event of ['offline', 'online']) window.addEventListener(event, () => { if (this.#status) this.show(this.#status); });
  }

  /** @param {LinkStatus} status */
  show(status) {
    this.#status = status;
    clearInterval(this.#timer);
    this.#countdown.textContent = '';
    // A live connection is better evidence than `navigator.onLine`, which is false beside a VPN or on loopback.
    if (status.state === 'connected') return this.#connected();
    if (status.state === 'stopped') return this.#stopped(status);
    if (status.state === 'waiting') return navigator.onLine ? this.#waiting(status) : this.#offline();
    if (this.#wasLost) return navigator.onLine ? this.#say(`Reconnecting (attempt ${status.attempt})…`, 'warn') : this.#offline();
    // Most connects are quick: the banner does not report those.
    this.#timer = window.setTimeout(() => (navigator.onLine ? this.#say('Connecting…', 'calm') : this.#sayOffline()), patienceMs);
  }

  /** After a lost connection. @param {number[]} [missed] the numbers of the messages that arrived meanwhile */
  caughtUp(missed = []) {
    if (!this.#wasLost) return;
    this.#wasLost = false;
    this.#say(backOnline(missed), 'good');
    this.#timer = window.setTimeout(() => this.#hide(), missed.length > 0 ? countedNewsMs : goodNewsMs);
  }

  /** Another notice, usually of a failure. @param {string} text @param {'bad' | 'good'} [mood] */
  notice(text, mood = 'bad') {
    clearInterval(this.#timer);
    this.#countdown.textContent = '';
    this.#say(text, mood);
    // Then the state of the connection, which the notice may have covered.
    this.#timer = window.setTimeout(() => { this.#hide(); if (this.#status) this.show(this.#status); }, goodNewsMs);
  }

  #connected() {
    this.#wasUp = true;
    if (!this.#wasLost) this.#hide();
    else this.#say('Connected, catching up…', 'good');
  }

  /** @param {LinkStatus} status */
  #waiting({ attempt, retryAt }) {
    this.#wasLost = true;
    const what = this.#wasUp ? 'Connection lost' : 'The server cannot be reached';
    this.#say(`${what}. Reconnecting (attempt ${attempt})`, 'warn', 'Retry now', this.actions.retryNow);
    // The count is not part of the status: a screen reader would announce it every second.
    const tick = () => {
      const seconds = Math.ceil((/** @type {number} */ (retryAt) - Date.now()) / 1000);
      this.#countdown.textContent = seconds > 0 ? `next in ${seconds} s` : '';
    };
    tick();
    this.#timer = window.setInterval(tick, 250);
  }

  #offline() {
    this.#wasLost = true;
    this.#sayOffline();
  }

  #sayOffline() {
    this.#say('Offline. What you write is kept and sent later.', 'warn', 'Retry now', this.actions.retryNow);
  }

  /** @param {LinkStatus} status */
  #stopped({ error }) {
    if (error?.code === 'stopped') return this.#hide();
    this.#wasLost = true;
    this.#say(error?.message ?? 'The session has ended.', 'bad', 'Sign in again', this.actions.signInAgain);
  }

  /** @param {string} text @param {string} mood @param {string} [label] @param {() => void} [action] */
  #say(text, mood, label, action) {
    this.#element.hidden = false;
    this.#element.dataset.mood = mood;
    // A screen reader would announce the same words again.
    if (this.#text.textContent !== text) this.#text.textContent = text;
    this.#action.hidden = !action;
    this.#action.textContent = label ?? '';
    this.#onAction = action ?? (() => {});
  }

  #hide() {
    this.#element.hidden = true;
    this.#text.textContent = '';
  }
}

/** The first and the last number let the user check it. @param {number[]} missed */
export function backOnline(missed) {
  if (missed.length === 0) return 'Back online';
  const [first, last] = [missed[0], missed[missed.length - 1]];
  const range = first === last ? `number ${first}` : `${first} to ${last}`;
  return `Back online, ${counted(missed.length, 'new message')} while you were away, nothing missed (${range})`;
}
