// @ts-check
import { taggedName } from './namesakes.js';
import { listed, mayActOn, namesIn } from './people.js';
import { quoteOf } from './quote.js';

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('./quote.js').Quote} Quote */
/**
 * @typedef {{
 *   reactions: import('./reactions.js').ShownReaction[], quote: Quote | null, mentions: import('./mentions.js').ShownMention[],
 *   isForMe: boolean, canDelete: boolean
 * }} MessageDetails
 * The parts of a row beside the message itself. `isForMe`: it mentions the user; `canDelete`: the user's role permits it.
 */

/** @type {MessageDetails} */
export const noDetails = { reactions: [], quote: null, mentions: [], isForMe: false, canDelete: false };

/**
 * @param {import('./room-state.js').RoomState} room @param {{ me: { userId: string, name: string }, ownIds: Set<string> }} who
 * @param {import('./namesakes.js').Tags} tags
 * @returns {(message: { messageId: string } & Partial<ChatMessage>) => MessageDetails}
 */
export function detailsOf(room, { me, ownIds }, tags) {
  const names = namesIn(room).set(me.userId, me.name);
  const { timeline, reactions } = room;
  const nameOf = (/** @type {string} */ id) => (ownIds.has(id) ? 'you' : names.get(id) ?? 'somebody');
  // With the tag and without it: the name may have been unique when the message was written.
  const mentioned = (/** @type {string} */ userId) => {
    const name = names.get(userId);
    const isMe = ownIds.has(userId);
    return name === undefined ? [] : [{ name: taggedName(tags, { userId, name }), isMe }, { name, isMe }];
  };
  return ({ messageId, userId, deletedAt, replyTo, mentions }) => {
    if (deletedAt != null) return noDetails;
    const original = replyTo ? timeline.find(replyTo) : null;
    return {
      reactions: reactions.of(messageId, me.userId, ownIds).map(({ emoji, count, isOwn, userIds }) => (
        { emoji, count, isOwn, names: listed(userIds.map(nameOf), count) })),
      quote: replyTo ? quoteOf(replyTo, original, original ? taggedName(tags, original) : undefined) : null,
      mentions: (mentions ?? []).flatMap(mentioned),
      isForMe: (mentions ?? []).some((id) => ownIds.has(id)),
      canDelete: userId !== undefined && mayActOn(room, room.members.get(userId)?.role),
    };
  };
}
