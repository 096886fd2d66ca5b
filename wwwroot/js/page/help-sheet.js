// @ts-check
import { commands } from './commands.js';
import { el } from './dom.js';
import { showSheet } from './sheet.js';

/** @type {[keys: string[], does: string][]} */
const keys = [
  [['Enter'], 'send'],
  [['Shift', 'Enter'], 'a new line'],
  [['↑', '↓'], 'in an empty field: your earlier lines'],
  [['@'], 'mention a person: the arrows and Enter choose'],
  [['**', '`'], 'around words: bold, code'],
  [['>', '-', '1.'], 'before a line: a quote, a list'],
  [['```'], 'on a line before and after: a block of code'],
  [['Tab'], 'after a slash: complete the command'],
  [['←', '→'], 'through the buttons of a message; ↑ and ↓ to those of others'],
  [['Ctrl', 'K'], 'go to a room, known or new'],
  [['Alt', '↑', '↓'], 'the room above or below'],
  [['Alt', 'Shift', '↑', '↓'], 'the next one with unread messages'],
  [['Esc'], 'close, or go to the newest message'],
  [['?'], 'this list, outside a text field'],
];

/** The list of keys and commands. */
export function showHelp() {
  const entry = (/** @type {Node[]} */ term, /** @type {string} */ does) => [el('dt', {}, ...term), el('dd', {}, does)];
  const presses = keys.flatMap(([names, does]) => entry(names.flatMap((name, i) => (
    [document.createTextNode(i > 0 ? ' ' : ''), el('kbd', {}, name)])), does));
  const said = commands.flatMap(({ name, argument, does }) => entry(
    [el('kbd', {}, `/${name}`), document.createTextNode(argument ? ` ${argument}` : '')], does));
  return showSheet({
    title: 'Keys and commands', kind: 'help', body: [el('div', { id: 'help' },
      el('dl', { class: 'keys' }, ...presses), el('dl', { class: 'keys commands' }, ...said))],
  });
}
