// @ts-check
import { compared } from './completion.js';
import { el } from './dom.js';

/** @typedef {{ userId: string, name: string }} Named the name as the room distinguishes it */
/** @typedef {{ name: string, isMe: boolean }} ShownMention */

const mostMentioned = 50;
// The characters around a mention, so that an address or a longer name does not count.
const opens = /[\s([{"'«“„‘¿¡,;:]/;
const continues = /[\p{L}\p{N}_]/u;

/**
 * Finds the names after an @, of names that begin alike the longest.
 * @template {{ name: string }} T
 * @param {string} text @param {T[]} people
 * @returns {{ from: number, to: number, person: T }[]}
 */
export function mentionsIn(text, people) {
  const longestFirst = people.filter(({ name }) => name).sort((a, b) => b.name.length - a.name.length);
  const found = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at > 0 && !opens.test(text[at - 1])) continue;
    const person = longestFirst.find(({ name }) => text.startsWith(name, at + 1) && !continues.test(text[at + 1 + name.length] ?? ''));
    if (person) found.push({ from: at, to: at + 1 + person.name.length, person });
  }
  return found;
}

/** Names that begin with the text, then those with a word that does. @param {Named[]} people @param {string} typed */
export function matching(people, typed) {
  const wanted = compared(typed);
  const rank = (/** @type {Named} */ { name }) => {
    if (compared(name).startsWith(wanted)) return 0;
    return compared(name).split(' ').some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return people.filter((person) => rank(person) < 2).sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** The ids that a message with this text mentions. @param {string} text @param {Named[]} people */
export const mentionedIn = (text, people) =>
  [...new Set(mentionsIn(text, people).map(({ person }) => person.userId))].slice(0, mostMentioned);

/**
 * Marks mentions in the text nodes of a message.
 * @param {(Text | HTMLElement)[]} nodes @param {ShownMention[]} mentions
 */
export function marked(nodes, mentions) {
  return nodes.flatMap((node) => (node instanceof Text ? parts(node.data, mentions) : [node]));
}

/** @param {string} text @param {ShownMention[]} mentions */
function parts(text, mentions) {
  /** @type {(Text | HTMLElement)[]} */
  const nodes = [];
  let done = 0;
  for (const { from, to, person } of mentionsIn(text, mentions)) {
    nodes.push(document.createTextNode(text.slice(done, from)));
    nodes.push(el(person.isMe ? 'mark' : 'span', { class: 'mention' }, text.slice(from, to)));
    done = to;
  }
  nodes.push(document.createTextNode(text.slice(done)));
  return nodes;
}
