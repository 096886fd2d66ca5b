// @ts-check
import { byId, drawList, el, icon } from './dom.js';
import { withoutMarkup } from './markdown.js';
import { isDirectName } from './room-state.js';

/** @typedef {import('./my-rooms.js').MyRoom & { isCurrent: boolean }} RoomEntry */

/** @param {RoomEntry[]} rooms @param {(room: string) => void} open */
export function showMyRooms(rooms, open) {
  const list = byId('my-rooms');
  drawList(list, rooms, ({ name }) => name, (room) => el('li', {}, el('button', {
    type: 'button', class: room.unread > 0 ? 'entry has-unread' : 'entry', 'data-room': room.name, 'data-focus': room.name,
    'aria-current': room.isCurrent ? 'page' : null, onclick: () => open(room.name),
  }, ...marks(room), ...(room.mentions > 0 ? mentionMark(room.mentions) : []), ...(room.unread > 0 ? unreadMark(room.unread) : [])),
  room.last && lastLine(room.last)));
  const current = rooms.find((room) => room.isCurrent)?.name ?? '';
  // Once for each change: it does not move a user who scrolls the list meanwhile.
  if (list.dataset.inView !== current) bringIntoView(list);
  list.dataset.inView = current;
}

/** Scrolls only the panel: a closed drawer is beside the screen, and must not scroll into view. @param {HTMLElement} list */
function bringIntoView(list) {
  const panel = /** @type {HTMLElement} */ (list.closest('.panel-body'));
  const entry = list.querySelector('[aria-current]');
  if (!entry) return;
  const [shown, there] = [panel.getBoundingClientRect(), entry.getBoundingClientRect()];
  if (there.top < shown.top || there.bottom > shown.bottom) panel.scrollTop += there.top - shown.top - (shown.height - there.height) / 2;
}

/** @param {import('../client/contracts.js').RoomSummary[]} rooms @param {(room: string) => void} join */
export function showOtherRooms(rooms, join) {
  byId('other-rooms-part').hidden = rooms.length === 0;
  drawList(byId('other-rooms'), rooms, ({ room }) => room, (room) => el('li', {}, el('button', {
    type: 'button', class: 'entry', 'data-room': room.room, 'data-focus': room.room, onclick: () => join(room.room),
  },
  hidden('Join '), ...marks({ name: room.room, title: isDirectName(room.room) ? 'Direct message' : null, isPrivate: room.isPrivate }),
  ...(room.presentCount > 0 ? presentMark(room.presentCount) : []))));
}

// Not an aria-label: the name of a button must contain its visible text.
const hidden = (/** @type {string} */ text) => el('span', { class: 'visually-hidden' }, text);

/** @param {number} count */
const unreadMark = (count) => [
  el('span', { class: 'badge' }, count > 99 ? '99+' : String(count)),
  hidden(count === 1 ? ' unread message' : ' unread messages'),
];

/** @param {number} count */
const mentionMark = (count) => [
  el('span', { class: 'badge mentions' }, `@${count > 99 ? '99+' : count}`), hidden(count === 1 ? ' mention, ' : ' mentions, '),
];

/** @param {{ name: string, text: string }} message */
const lastLine = ({ name, text }) => el('p', { class: 'hint last-message' }, el('bdi', {}, name), ': ', el('bdi', {}, withoutMarkup(text)));

/** @param {number} count */
const presentMark = (count) => [el('span', { class: 'hint' }, String(count)), hidden(count === 1 ? ' person there' : ' people there')];

/** @param {{ name: string, title: string | null, isPrivate: boolean }} room */
const marks = ({ name, title, isPrivate }) => [
  el('span', { class: 'hash', 'aria-hidden': 'true' }, isDirectName(name) ? icon('person') : isPrivate ? icon('lock') : '#'),
  el('span', { class: 'entry-name', dir: 'auto' }, title ?? name),
];
