// @ts-check

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
