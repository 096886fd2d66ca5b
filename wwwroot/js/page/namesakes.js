// @ts-check

/** @typedef {{ userId: string, name: string }} User */
/** @typedef {Map<string, string>} Tags the tag of each user who shares a name with another one */

const tagLength = 4;

/**
 * Finds users with indistinguishable names, and gives each a short tag of the user id: the same on every page.
 * @param {Iterable<User>} users the same user may occur several times
 * @param {Set<string>} ownIds the reader's current and earlier ids here: they are one person
 * @returns {Tags}
 */
export function tagsOf(users, ownIds) {
  /** @type {Map<string, Set<string>>} */
  const byName = new Map();
  for (const { userId, name } of users) {
    const ids = byName.get(name) ?? new Set();
    byName.set(name, ids.add(userId));
  }
  /** @type {Map<string, Set<string>>} */
  const alike = new Map();
  for (const [name, ids] of byName) alike.set(look(name), new Set([...alike.get(look(name)) ?? [], ...ids]));
  /** @type {Tags} */
  const tags = new Map();
  for (const ids of alike.values()) {
    const people = new Set([...ids].map((id) => (ownIds.has(id) ? '' : id)));
    if (people.size > 1) for (const id of ids) tags.set(id, tagOf(id));
  }
  return tags;
}

/** A name in a line of text. @param {Tags} tags @param {User} user */
export const taggedName = (tags, { userId, name }) => (tags.has(userId) ? `${name}·${tags.get(userId)}` : name);

/** The visual form of a name: case and surrounding spaces make no difference to the eye. @param {string} name */
const look = (name) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** FNV-1a, as a few letters and digits. @param {string} userId */
function tagOf(userId) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < userId.length; i++) hash = Math.imul(hash ^ userId.charCodeAt(i), 0x01000193) >>> 0;
  // The low bits of the hash are better mixed.
  return hash.toString(36).padStart(tagLength, '0').slice(-tagLength);
}
