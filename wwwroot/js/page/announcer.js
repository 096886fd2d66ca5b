// @ts-check
import { byId, counted } from './dom.js';

const gatherMs = 1_000;
const spokenOneByOne = 2;

/** Speaks new messages to a screen reader, gathered, through one polite region; the list itself is not live. */
export class Announcer {
  /** @type {string[]} */
  #waiting = [];
  #timer = 0;

  /** @param {string} line */
  message(line) {
    this.#waiting.push(line);
    if (!this.#timer) this.#timer = window.setTimeout(() => this.#speak(), gatherMs);
  }

  /** Cuts in: something did not succeed. @param {string} line */
  alarm(line) { byId('alarm').textContent = line; }

  #speak() {
    const lines = this.#waiting.splice(0);
    this.#timer = 0;
    byId('announcer').textContent = lines.length > spokenOneByOne ? counted(lines.length, 'new message') : lines.join('. ');
  }
}
