// @ts-check
import { avatar, el } from './dom.js';
import { exactTime } from './dates.js';
import { namesIn } from './people.js';
import { showSheet, triedInSheet } from './sheet.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

const pageSize = 50;

/** The bans of the open room, for moderators. @param {ChatPage} page */
export async function showBans({ state, client }) {
  const room = state.currentRoom;
  if (!room) return;
  const names = namesIn(room);
  await showList({
    title: `Bans of ${room.label}`, label: 'Bans', nobody: 'Nobody is banned from this room.',
    read: async (after) => {
      const { bans, hasMore } = await client.bans(room.name, { after, limit: pageSize });
      return {
        hasMore,
        entries: bans.map(({ userId, by, bannedAt }) => ({
          userId, name: names.get(userId) ?? userId, verb: 'Lift the ban',
          hint: `by ${by ? names.get(by) ?? by : 'the operator'}, ${exactTime(bannedAt)}`,
          lift: () => client.unban(room.name, userId),
        })),
      };
    },
  });
}

/** The people whom the user blocked, on any device. @param {ChatPage} page */
export function showBlocked(page) {
  const { state, client } = page;
  return showList({
    title: 'Blocked people', label: 'Blocked people', nobody: 'You blocked nobody.',
    read: async (after) => {
      const { blocks, hasMore } = await client.listBlocks({ after, limit: pageSize });
      return {
        hasMore,
        entries: blocks.map(({ userId, name }) => ({
          userId, name: name ?? state.nameOf(userId) ?? userId, verb: 'Lift the block', hint: '',
          lift: async () => { await client.block(userId, false); state.block(userId, null); page.drawAround(); },
        })),
      };
    },
  });
}

/** @typedef {{ userId: string, name: string, hint: string, verb: string, lift: () => Promise<unknown> }} Restricted */

/**
 * A list that the server answers by pages.
 * @param {{
 *   title: string, label: string, nobody: string, read: (after: string | undefined) => Promise<{ entries: Restricted[], hasMore: boolean }>
 * }} options
 */
async function showList({ title, label, nobody, read }) {
  const list = el('ul', { class: 'entries', 'aria-label': label });
  const more = el('button', { type: 'button', class: 'quiet', hidden: true }, 'Show more');
  const none = el('p', { class: 'hint', role: 'status' });
  const count = () => { none.textContent = list.children.length > 0 ? '' : nobody; };
  const load = async (/** @type {string | undefined} */ after) => {
    const { entries, hasMore } = await read(after);
    list.append(...entries.map((entry) => restricted(entry, count)));
    more.hidden = !hasMore;
    more.onclick = () => void triedInSheet(() => load(entries.at(-1)?.userId));
    count();
  };
  void showSheet({ title, body: [list, none, more] });
  await triedInSheet(() => load(undefined));
}

/** @param {Restricted} entry @param {() => void} done */
function restricted({ userId, name, hint, verb, lift }, done) {
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
