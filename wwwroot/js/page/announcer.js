// @ts-check
import { byId, counted } from './dom.js';

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */

const gatherMs = 1_000;
const spokenOneByOne = 2;

/** Announces new messages to a screen reader, in batches, through one polite region; the list itself is not live. */
export class Announcer {
  /** By message id. @type {Map<string, string>} */
  #waiting = new Map();
  #timer = 0;

  /** @param {ChatMessage} message */
  message({ messageId, name, text }) {
    this.#waiting.set(messageId, `${name}: ${text}`);
    if (!this.#timer) this.#timer = window.setTimeout(() => this.#speak(), gatherMs);
  }

  /** A message that is not yet announced is announced in its current form. @param {ChatMessage} message */
  changed(message) {
    if (!this.#waiting.has(message.messageId)) return;
    if (message.deletedAt == null) this.message(message);
    else this.#waiting.delete(message.messageId);
  }

  /** Interrupts: something failed. @param {string} line */
  alarm(line) { byId('alarm').textContent = line; }

  #speak() {
    const lines = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#timer = 0;
    if (lines.length === 0) return;
    byId('announcer').textContent = lines.length > spokenOneByOne ? counted(lines.length, 'new message') : lines.join('. ');
  }
}
