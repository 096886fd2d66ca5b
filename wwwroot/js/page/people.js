// @ts-check

/** @typedef {import('./room-state.js').RoomState} RoomState */

/** The names of everybody that the page knows in a room: present users, members and authors. @param {RoomState} room */
export function namesIn({ timeline, members, users }) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const { userId, name } of timeline.messages) if (userId) names.set(userId, name);
  for (const [userId, { name }] of members) names.set(userId, name);
  for (const { userId, name } of users) names.set(userId, name);
  return names;
}

const namesSaid = 10;

/** Names of users as a list in a sentence. @param {string[]} names @param {number} [count] of users, if it is larger */
export function listed(names, count = names.length) {
  const shown = names.slice(0, namesSaid);
  const rest = count - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join('');
}
