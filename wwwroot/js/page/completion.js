// @ts-check
import { commands } from './commands.js';

/**
 * Completes the text before the caret for Tab: a command at the beginning, or a room after `/join`.
 * @param {string} text @param {number} caret @param {{ rooms: string[] }} known
 * @returns {{ text: string, caret: number } | null}
 */
export function complete(text, caret, { rooms }) {
  const before = text.slice(0, caret);
  const command = /^\/(\S+)$/.exec(before)?.[1];
  if (command) return completed(text, caret, command, commands.map(({ name }) => name));
  const room = /^\/join\s+(\S+)$/.exec(before)?.[1];
  return room ? completed(text, caret, room, rooms) : null;
}

/** @param {string} text @param {number} caret @param {string} typed @param {string[]} words */
function completed(text, caret, typed, words) {
  const word = [...words].sort().find((candidate) => compared(candidate).startsWith(compared(typed)));
  if (!word || word === typed) return null;
  const before = text.slice(0, caret - typed.length) + word;
  const space = text[caret] === ' ' ? '' : ' ';
  return { text: before + space + text.slice(caret), caret: before.length + 1 };
}

/** Keyboards write an accented letter as one character or as two. @param {string} text */
export const compared = (text) => text.normalize().toLowerCase();
