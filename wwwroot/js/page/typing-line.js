// @ts-check
import { byId } from './dom.js';

/** @param {string[]} names */
export function typingText(names) {
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0]} is typing…`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing…`;
  return 'Several people are typing…';
}

/** @param {string[]} names */
export function showTyping(names) {
  const line = byId('typing');
  line.textContent = typingText(names);
  line.classList.toggle('active', names.length > 0);
}
