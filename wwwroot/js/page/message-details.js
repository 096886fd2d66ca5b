// @ts-check
import { namesIn, listed } from './people.js';

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('./reaction-bar.js').ShownReaction} ShownReaction */
/** @typedef {{ reactions: ShownReaction[] }} MessageDetails what a row shows beside the message itself */

/** @type {MessageDetails} */
export const noDetails = { reactions: [] };

/**
 * @param {import('./room-state.js').RoomState} room @param {{ ownIds: Set<string> }} who
 * @returns {(message: Pick<ChatMessage, 'messageId' | 'deletedAt'>) => MessageDetails}
 */
export function detailsOf(room, { ownIds }) {
  const names = namesIn(room);
  const nameOf = (/** @type {string} */ id) => (ownIds.has(id) ? 'you' : names.get(id) ?? 'somebody');
  return ({ messageId, deletedAt }) => ({
    reactions: deletedAt != null ? [] : room.reactions.of(messageId, ownIds).map(({ emoji, count, isOwn, userIds }) => (
      { emoji, count, isOwn, names: listed(userIds.map(nameOf), count) })),
  });
}
