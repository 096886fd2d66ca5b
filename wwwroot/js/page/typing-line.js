// @ts-check
import { byId, withNames } from './dom.js';

/** @param {string[]} names @returns {import('./dom.js').Sentence} */
export function typingParts(names) {
  const [one, other] = names.map((name) => ({ name }));
  if (names.length === 0) return [];
  if (names.length === 1) return [one, ' is typing…'];
  if (names.length === 2) return [one, ' and ', other, ' are typing…'];
  return ['Several people are typing…'];
}

/** @param {string[]} names */
export function showTyping(names) {
  const line = byId('typing');
  line.replaceChildren(...withNames(typingParts(names)));
  line.classList.toggle('active', names.length > 0);
}
