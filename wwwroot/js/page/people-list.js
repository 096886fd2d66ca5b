// @ts-check
import { avatar, byId, counted, el, showText, tagMark } from './dom.js';

/** @typedef {import('../client/contracts.js').ChatUser} ChatUser */

/** @param {ChatUser[]} users @param {number} count @param {Set<string>} ownIds @param {import('./namesakes.js').Tags} tags */
export function showPeople(users, count, ownIds, tags) {
  const sorted = [...users].sort((a, b) => Number(ownIds.has(b.userId)) - Number(ownIds.has(a.userId)) || a.name.localeCompare(b.name));
  byId('people-count').textContent = count > 0 ? count.toLocaleString() : '';
  byId('people-list').replaceChildren(...sorted.map((user) => el('li', { class: 'entry' },
    avatar(user.userId, user.name),
    el('span', { class: 'entry-name', dir: 'auto' }, user.name),
    tagMark(tags.get(user.userId)),
    ownIds.has(user.userId) ? el('span', { class: 'you' }, 'you') : null)));
  showText(byId('people-more'), moreThan(users.length, count));
}

/** @param {number} listed @param {number} count */
function moreThan(listed, count) {
  if (count <= listed) return null;
  return listed > 0 ? `and ${counted(count - listed, 'other')}` : counted(count, 'person', 'people');
}
