// @ts-check
import { isDirectName } from './room-state.js';

/** @typedef {import('../client/contracts.js').InboxEntry} InboxEntry */
/** @typedef {import('./room-state.js').RoomState} RoomState */
/**
 * @typedef {{
 *   name: string, title: string | null, unread: number, mentions: number, isPrivate: boolean,
 *   last: { name: string, text: string } | null
 * }} MyRoom
 * A room of the user, whether this page has opened it or not.
 */

/**
 * The rooms of the user: those of this page, the others of the inbox, and those that `waiting` knows until the inbox is read. Rooms with
 * unread messages come first; the current room keeps its place while it is read.
 * @param {{
 *   rooms: RoomState[], inbox: Map<string, InboxEntry>, waiting?: Iterable<string>, ownIds: Set<string>, current: string | null
 * }} state
 * @returns {MyRoom[]}
 */
export function myRooms({ rooms, inbox, waiting = [], ownIds, current }) {
  const held = rooms.map((room) => ofPage(room, inbox.get(room.name) ?? null, ownIds, room.name === current));
  const names = new Set(rooms.map(({ name }) => name));
  const others = [...inbox.values()].filter(({ room }) => !names.has(room)).map((entry) => ofInbox(entry, ownIds));
  const unknown = [...waiting].filter((name) => !names.has(name) && !inbox.has(name)).map(ofName);
  const isWaiting = (/** @type {MyRoom} */ { unread, name }) => unread > 0 && name !== current;
  return [...held, ...others, ...unknown].sort((a, b) => Number(isWaiting(b)) - Number(isWaiting(a)) || (a.name < b.name ? -1 : 1));
}

/** @param {RoomState} room @param {InboxEntry | null} entry @param {Set<string>} ownIds @param {boolean} isCurrent @returns {MyRoom} */
function ofPage(room, entry, ownIds, isCurrent) {
  const { name, title, unread, hasMoreUnread, isLoaded, isPrivate } = room;
  // The count of the inbox is the same on each device. In the open room it is a moment late, and the page may not have all messages.
  const isAllHere = isLoaded && !hasMoreUnread;
  const all = !entry || (isCurrent && isAllHere) ? unread : isCurrent ? Math.max(unread, entry.unread) : entry.unread;
  // The members of a direct room are asked for when it is opened.
  const shown = isDirectName(name) && entry ? room.other ?? ofInbox(entry, ownIds).title : title;
  return { name, title: shown, unread: all, mentions: all > 0 ? entry?.mentions ?? 0 : 0, isPrivate, last: lastOf(entry, ownIds) };
}

/** @param {string} name @returns {MyRoom} */
const ofName = (name) => (
  { name, title: isDirectName(name) ? 'Direct message' : null, unread: 0, mentions: 0, isPrivate: false, last: null });

/** A room that the page knows from the inbox. @param {InboxEntry} entry @param {Set<string>} ownIds @returns {MyRoom} */
export function ofInbox(entry, ownIds) {
  const { room, title, kind, unread, mentions, lastMessage } = entry;
  const other = lastMessage && !ownIds.has(lastMessage.userId) ? lastMessage.name : 'Direct message';
  const shown = isDirectName(room) ? other : title ?? null;
  return { name: room, title: shown, unread, mentions, isPrivate: kind !== 'public', last: lastOf(entry, ownIds) };
}

/** @param {InboxEntry | null} entry @param {Set<string>} ownIds */
function lastOf(entry, ownIds) {
  const last = entry?.lastMessage;
  return last ? { name: ownIds.has(last.userId) ? 'You' : last.name, text: last.text || 'deleted' } : null;
}

/** @param {MyRoom} room */
export const labelOf = ({ name, title }) => title ?? `#${name}`;

/** The text that a filter searches. The name of a direct room is not for people. @param {MyRoom} room */
export const wordsOf = ({ name, title }) => (isDirectName(name) ? title ?? '' : `${name} ${title ?? ''}`).toLowerCase();
