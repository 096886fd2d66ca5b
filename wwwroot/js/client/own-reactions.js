// @ts-check
import { limits } from './contracts.js';

/** @typedef {import('./contracts.js').ReactionTally} ReactionTally */
/** @typedef {import('./contracts.js').ChangeMessageResult} Stored */
/** @typedef {{ emoji: string, isOn: boolean }} PendingReaction */
/** @typedef {{ room: string, messageId: string, emoji: string, isOn: boolean, storedAt: number }} OwnReaction */

/**
 * The user's reactions without an outcome. A reaction is settled when the app has the change with the answer's revision, and not
 * before: otherwise the reaction would vanish between the answer and the change.
 */
export class OwnReactions {
  /** @type {OwnReaction[]} */
  #all = [];
  #cursorOf;
  #changed;

  /**
   * @param {(room: string) => number | null} cursorOf the revision up to which the app has a room; null if it is not followed
   * @param {(pending: { room: string, messageId: string, pending: PendingReaction[] }) => void} changed
   */
  constructor(cursorOf, changed) {
    this.#cursorOf = cursorOf;
    this.#changed = changed;
  }

  /**
   * @param {string} room @param {string} messageId @param {string} emoji @param {boolean} isOn
   * @param {Promise<Stored>} outcome
   * @returns {Promise<Stored>}
   */
  async track(room, messageId, emoji, isOn, outcome) {
    const own = { room, messageId, emoji, isOn, storedAt: Infinity };
    this.#all.push(own);
    this.#tell(own);
    try {
      const answer = await outcome;
      own.storedAt = answer.revision;
      // The app may have the change already. If not, a later one has it.
      if ((this.#cursorOf(room) ?? Infinity) >= answer.revision) this.#end([own]);
      return answer;
    } catch (error) {
      this.#end([own]);
      throw error;
    }
  }

  /** The app has the changes of the room up to the revision. @param {string} room @param {number} revision */
  reached(room, revision) { this.#end(this.#all.filter((own) => own.room === room && own.storedAt <= revision)); }

  /** The app begins anew with the room, or has no more of it: the stored reactions are in what it has. @param {string} room */
  restarted(room) { this.#end(this.#all.filter((own) => own.room === room && own.storedAt < Infinity)); }

  /** @param {OwnReaction[]} over */
  #end(over) {
    this.#all = this.#all.filter((own) => !over.includes(own));
    for (const own of over) this.#tell(own);
  }

  /** @param {OwnReaction} of */
  #tell({ room, messageId }) {
    const latest = new Map();
    for (const own of this.#all.filter((other) => other.room === room && other.messageId === messageId)) {
      latest.delete(own.emoji);
      latest.set(own.emoji, own.isOn);
    }
    this.#changed({ room, messageId, pending: [...latest].map(([emoji, isOn]) => ({ emoji, isOn })) });
  }
}

/**
 * The tallies to show: the stored ones as they will be after these reactions. A reaction that is stored already changes nothing.
 * @param {ReactionTally[]} stored the tallies of the newest reactions of the message
 * @param {PendingReaction[]} pending of the event `reacting`
 * @param {string} userId the user of this client
 * @returns {ReactionTally[]}
 */
export function withPending(stored, pending, userId) {
  const tallies = new Map(stored.map((tally) => [tally.emoji, tally]));
  for (const { emoji, isOn } of pending) {
    const none = { count: 0, userIds: /** @type {string[]} */ ([]) };
    const { count, userIds } = tallies.get(emoji) ?? none;
    if (userIds.includes(userId) === isOn) continue;
    const users = isOn ? [userId, ...userIds] : userIds.filter((other) => other !== userId);
    tallies.set(emoji, { emoji, count: count + (isOn ? 1 : -1), userIds: users.slice(0, limits.reactionUsers) });
  }
  return [...tallies.values()].filter(({ count }) => count > 0);
}
