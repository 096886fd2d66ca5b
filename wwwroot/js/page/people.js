// @ts-check
import { taggedName } from './namesakes.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {import('./namesakes.js').Tags} Tags */

/** The names of everybody that the page knows in a room: present users, members and authors. @param {RoomState} room */
export function namesIn({ timeline, members, users }) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const { userId, name } of timeline.messages) if (userId) names.set(userId, name);
  for (const [userId, { name }] of members) names.set(userId, name);
  for (const { userId, name } of users) names.set(userId, name);
  return names;
}

/**
 * Everybody but the user, by the names that distinguish them.
 * @param {RoomState} room @param {{ ownIds: Set<string> }} who @param {Tags} tags
 */
export const othersIn = (room, { ownIds }, tags) => [...namesIn(room)]
  .filter(([userId]) => !ownIds.has(userId)).map(([userId, name]) => ({ userId, name: taggedName(tags, { userId, name }) }));

const namesSaid = 10;

/** Names of users as a list in a sentence. @param {string[]} names @param {number} [count] of users, if it is larger */
export function listed(names, count = names.length) {
  const shown = names.slice(0, namesSaid);
  const rest = count - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join('');
}
