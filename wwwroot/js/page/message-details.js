// @ts-check
import { taggedName } from './namesakes.js';
import { listed, mayActOn, namesIn } from './people.js';
import { quoteOf } from './quote.js';
import { isSystemLine } from './system-lines.js';

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('./quote.js').Quote} Quote */
/**
 * @typedef {{
 *   reactions: import('./reactions.js').ShownReaction[], quote: Quote | null, mentions: import('./mentions.js').ShownMention[],
 *   isForMe: boolean, canDelete: boolean, seenBy: string | null
 * }} MessageDetails
 * The parts of a row beside the message itself. `isForMe`: it mentions the user; `canDelete`: the user's role permits it;
 * `seenBy`: who has read the user's newest message.
 */

/** @type {MessageDetails} */
export const noDetails = { reactions: [], quote: null, mentions: [], isForMe: false, canDelete: false, seenBy: null };

/**
 * @param {import('./room-state.js').RoomState} room @param {{ me: { userId: string, name: string }, ownIds: Set<string> }} who
 * @param {import('./namesakes.js').Tags} tags
 * @returns {(message: { messageId: string } & Partial<ChatMessage>) => MessageDetails}
 */
export function detailsOf(room, { me, ownIds }, tags) {
  const names = namesIn(room).set(me.userId, me.name);
  const { timeline, reactions, cursors } = room;
  const newestOwn = timeline.messages.findLast((message) => ownIds.has(message.userId) && !isSystemLine(message));
  const readers = [...cursors].filter(([userId, through]) => !ownIds.has(userId) && through >= (newestOwn?.sequence ?? Infinity));
  const seenBy = readers.length > 0 ? `Seen by ${listed(readers.map(([userId]) => names.get(userId) ?? 'somebody'))}` : null;
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
      seenBy: messageId === newestOwn?.messageId ? seenBy : null,
      canDelete: userId !== undefined && mayActOn(room, room.members.get(userId)?.role),
    };
  };
}
