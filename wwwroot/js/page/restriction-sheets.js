// @ts-check
import { avatar, el } from './dom.js';
import { exactTime } from './dates.js';
import { namesIn } from './people.js';
import { showSheet, triedInSheet } from './sheet.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

const pageSize = 50;

/** The bans of the open room, for moderators. @param {ChatPage} page */
export async function showBans(page) {
  const room = page.state.currentRoom;
  if (!room) return;
  const list = el('ul', { class: 'entries', 'aria-label': 'Bans' });
  const more = el('button', { type: 'button', class: 'quiet', hidden: true }, 'Show more');
  const none = el('p', { class: 'hint', role: 'status' });
  const names = namesIn(room);
  const count = () => { none.textContent = list.children.length > 0 ? '' : 'Nobody is banned from this room.'; };
  const load = async (/** @type {string | undefined} */ after) => {
    const { bans, hasMore } = await page.client.bans(room.name, { after, limit: pageSize });
    list.append(...bans.map(({ userId, by, bannedAt }) => restricted({
      userId, name: names.get(userId) ?? userId, verb: 'Lift the ban',
      hint: `by ${by ? names.get(by) ?? by : 'the operator'}, ${exactTime(bannedAt)}`,
      lift: () => page.client.unban(room.name, userId), done: count,
    })));
    more.hidden = !hasMore;
    more.onclick = () => void triedInSheet(() => load(bans.at(-1)?.userId));
    count();
  };
  void showSheet({ title: `Bans of ${room.label}`, body: [list, none, more] });
  await triedInSheet(() => load(undefined));
}

/** The people whom the user blocked on this page: the server does not list them. @param {ChatPage} page */
export function showBlocked(page) {
  const { state, client } = page;
  const none = el('p', { class: 'hint', role: 'status' });
  const list = el('ul', { class: 'entries', 'aria-label': 'Blocked people' });
  const count = () => { none.textContent = list.children.length > 0 ? '' : 'You blocked nobody on this page.'; };
  list.append(...[...state.blocked].map(([userId, name]) => restricted({
    userId, name, verb: 'Lift the block', hint: '', done: count,
    lift: async () => { await client.block(userId, false); state.block(userId, null); page.drawAround(); },
  })));
  count();
  return showSheet({ title: 'Blocked people', body: [list, none] });
}

/** @param {{ userId: string, name: string, hint: string, verb: string, lift: () => Promise<unknown>, done: () => void }} entry */
function restricted({ userId, name, hint, verb, lift, done }) {
  const button = el('button', { type: 'button', class: 'quiet small' }, verb, el('span', { class: 'visually-hidden' }, ` of ${name}`));
  const item = el('li', { class: 'entry' }, avatar(userId, name), el('span', { class: 'entry-name' },
    el('bdi', {}, name), hint ? el('span', { class: 'hint' }, ` ${hint}`) : null), button);
  button.addEventListener('click', async () => {
    if (!await triedInSheet(lift)) return;
    const next = /** @type {HTMLElement | null} */ (item.nextElementSibling ?? item.previousElementSibling);
    item.remove();
    done();
    // The focus must not fall out of the list.
    (next?.querySelector('button') ?? /** @type {HTMLElement} */ (document.querySelector('#sheet [value=close]'))).focus();
  });
  return item;
}
