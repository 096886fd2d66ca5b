// @ts-check
import { taggedName } from './namesakes.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {import('./namesakes.js').Tags} Tags */

/** The names of everybody that the page knows in a room: present users, members and authors. @param {RoomState} room */
export function namesIn({ timeline, members, users, nameElsewhere }) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const { userId, name } of timeline.messages) if (userId) names.set(userId, name);
  // A user who was added and has not come yet has no name here.
  for (const [userId, { name }] of members) names.set(userId, name === userId ? nameElsewhere(userId) ?? name : name);
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

/** @type {Record<string, number>} */
const ranks = { member: 0, moderator: 1, owner: 2 };

/** @param {string | undefined} role */
const rank = (role) => ranks[role ?? 'member'] ?? 0;

/** @typedef {Pick<import('./room-state.js').RoomState, 'role' | 'isDirect'>} OwnRole */

/** Whether the user moderates the room. A direct room has no moderators. @param {OwnRole} room */
export const isModerator = (room) => !room.isDirect && rank(room.role) > 0;

/** @param {OwnRole} room */
export const isOwner = (room) => !room.isDirect && room.role === 'owner';

/**
 * Whether the user may act on another one, by the roles that the page knows. The server decides.
 * @param {OwnRole} room @param {string | undefined} role of the other user; unknown counts as that of a member
 */
export const mayActOn = (room, role) => isModerator(room) && rank(room.role) > rank(role);
