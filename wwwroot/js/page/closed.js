// @ts-check
import { timeOrDay } from './dates.js';
import { isModerator, namesIn } from './people.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {{ why: string, until: number | null }} Closed `until`: when the user may write again, if that is known */

// The longest delay that a browser keeps.
const longestTimerMs = 2 ** 31 - 1;
let timer = 0;

/**
 * Why the user cannot write in a room now, as far as the page knows; null if nothing is known against it. The server decides.
 * @param {RoomState} room
 * @param {{
 *   me: { userId: string }, ownIds: Set<string>, blocked: Map<string, string>,
 *   inbox: Map<string, import('../client/contracts.js').InboxEntry>
 * }} state
 * @param {number} now @returns {Closed | null}
 */
export function closedBecause(room, { me, ownIds, blocked, inbox }, now) {
  const { name, info, members } = room;
  if (info?.archivedAt != null) return { why: 'This room is archived: nobody can write here any more.', until: null };
  const entry = inbox.get(name) ?? members.get(me.userId);
  const until = entry?.mutedUntil ?? 0;
  if (until > now) return { why: `A moderator has muted you until ${timeOrDay(until, now)}.`, until };
  if (info?.posting === 'moderators' && !isModerator(room)) return { why: 'Only moderators write in this room.', until: null };
  const other = room.isDirect ? [...namesIn(room)].find(([userId]) => !ownIds.has(userId) && blocked.has(userId)) : undefined;
  return other ? { why: `You blocked ${other[1]}. To write, lift the block in the menu of the room.`, until: null } : null;
}

/** The message field says why it is closed, and opens when a mute ends. @param {import('./chat-page.js').ChatPage} page */
export function showComposer(page) {
  const { state: { currentRoom: room }, state, composer } = page;
  const closed = room && closedBecause(room, state, Date.now());
  composer.show(room, closed?.why ?? null);
  window.clearTimeout(timer);
  if (closed?.until) timer = window.setTimeout(() => showComposer(page), Math.min(closed.until - Date.now() + 1, longestTimerMs));
}
