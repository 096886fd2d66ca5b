// @ts-check
import { el } from './dom.js';

/** @typedef {import('../client/contracts.js').MessageReactions} MessageReactions */
/** @typedef {{ emoji: string, count: number, isOwn: boolean, userIds: string[] }} Tally */
/** @typedef {{ emoji: string, count: number, isOwn: boolean, names: string }} ShownReaction `names`: who reacted, for a tooltip */
/** @typedef {{ messageId: string, emoji: string, isOn: boolean, revision: number | null }} Pending */

/** The reactions to the messages of one room: those of the server, and above them the user's own that have no outcome yet. */
export class Reactions {
  /** @type {Map<string, MessageReactions>} */
  #states = new Map();
  /** @type {Pending[]} */
  #pending = [];

  /** The room starts over. @param {MessageReactions[]} states */
  reset(states) {
    this.#states.clear();
    this.apply(states);
  }

  /** @param {MessageReactions[]} states of any age: the higher revision applies */
  apply(states) {
    for (const state of states) {
      if ((this.#states.get(state.messageId)?.revision ?? 0) > state.revision) continue;
      this.#states.set(state.messageId, state);
      // The answer to the user's call came before the change itself: only now the page shows it without help.
      this.#pending = this.#pending.filter((one) => one.messageId !== state.messageId || (one.revision ?? Infinity) > state.revision);
    }
  }

  /** Adds the user's reaction, or takes it back. @param {string} messageId @param {string} emoji @param {Set<string>} ownIds */
  toggle(messageId, emoji, ownIds) {
    const isOn = !this.of(messageId, ownIds).some((tally) => tally.emoji === emoji && tally.isOwn);
    /** @type {Pending} */
    const change = { messageId, emoji, isOn, revision: null };
    this.#pending = [...this.#pending.filter((one) => one.messageId !== messageId || one.emoji !== emoji), change];
    return change;
  }

  /** @param {Pending} change @param {number | null} revision of the stored change; null if the server refused it */
  settled(change, revision) {
    change.revision = revision;
    const isShown = revision === null || (this.#states.get(change.messageId)?.revision ?? 0) >= revision;
    if (isShown) this.#pending = this.#pending.filter((one) => one !== change);
  }

  /** @param {string} messageId @param {Set<string>} ownIds @returns {Tally[]} */
  of(messageId, ownIds) {
    const tallies = (this.#states.get(messageId)?.tallies ?? []).map(({ emoji, count, userIds }) => (
      { emoji, count, userIds, isOwn: userIds.some((id) => ownIds.has(id)) }));
    for (const { emoji, isOn } of this.#pending.filter((one) => one.messageId === messageId)) {
      const tally = tallies.find((other) => other.emoji === emoji);
      if (!tally && isOn) tallies.push({ emoji, count: 1, userIds: [], isOwn: true });
      else if (tally && tally.isOwn !== isOn) Object.assign(tally, { count: tally.count + (isOn ? 1 : -1), isOwn: isOn });
    }
    return tallies.filter(({ count }) => count > 0);
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
