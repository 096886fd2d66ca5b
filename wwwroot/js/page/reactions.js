// @ts-check
import { withPending } from '../chat-client.js';
import { el } from './dom.js';

/** @typedef {import('../client/contracts.js').MessageReactions} MessageReactions */
/** @typedef {{ emoji: string, count: number, isOwn: boolean, userIds: string[] }} Tally */
/** @typedef {{ emoji: string, count: number, isOwn: boolean, names: string }} ShownReaction `names`: who reacted, for a tooltip */

/** The reactions to the messages of one room: those of the server, and above them the user's own that have no outcome yet. */
export class Reactions {
  /** @type {Map<string, MessageReactions>} */
  #states = new Map();
  /** @type {Map<string, { emoji: string, isOn: boolean }[]>} */
  #pending = new Map();

  /** The room starts over. @param {MessageReactions[]} states */
  reset(states) {
    this.#states.clear();
    this.apply(states);
  }

  /** @param {MessageReactions[]} states of any age: the higher revision applies */
  apply(states) {
    for (const state of states)
      if ((this.#states.get(state.messageId)?.revision ?? 0) <= state.revision) this.#states.set(state.messageId, state);
  }

  /** @param {string} messageId @param {{ emoji: string, isOn: boolean }[]} pending all of the message */
  wait(messageId, pending) {
    if (pending.length > 0) this.#pending.set(messageId, pending);
    else this.#pending.delete(messageId);
  }

  /**
   * @param {string} messageId @param {string} userId of the user @param {Set<string>} ownIds of the user, now and before
   * @returns {Tally[]}
   */
  of(messageId, userId, ownIds) {
    return withPending(this.#states.get(messageId)?.tallies ?? [], this.#pending.get(messageId) ?? [], userId)
      .map((tally) => ({ ...tally, isOwn: tally.userIds.some((id) => ownIds.has(id)) }));
  }
}

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
