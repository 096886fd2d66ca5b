// @ts-check
import { el } from './dom.js';

/** @typedef {{ emoji: string, count: number, isOwn: boolean, names: string }} ShownReaction `names`: who reacted, for a tooltip */

/**
 * The reactions under a message. A press adds the user's own, or takes it back.
 * @param {ShownReaction[]} reactions @param {(emoji: string) => void} react
 */
export function reactionBar(reactions, react) {
  if (reactions.length === 0) return null;
  return el('div', { class: 'reactions', role: 'group', 'aria-label': 'Reactions' }, ...reactions.map(({ emoji, count, isOwn, names }) => (
    el('button', {
      type: 'button', class: 'reaction', 'aria-pressed': String(isOwn), title: names, 'data-key': `reaction ${emoji}`,
      onclick: () => react(emoji),
    }, el('span', { class: 'emoji' }, emoji), ` ${count}`, isOwn ? el('span', { class: 'visually-hidden' }, ', with yours') : null))));
}
