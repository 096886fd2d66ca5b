// @ts-check
import { el } from './dom.js';
import { closeDrawers } from './drawers.js';
import { learnBlocked } from './learn.js';
import { moderationOf } from './moderation.js';
import { taggedName } from './namesakes.js';
import { namesIn } from './people.js';
import { closeSheet, showSheet, triedInSheet } from './sheet.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

/** Shows a person of the open room, and the actions on the person. @param {ChatPage} page @param {string} userId */
export async function showPerson(page, userId) {
  const { state, client } = page;
  const room = state.currentRoom;
  if (!room) return;
  await Promise.all([page.learnMembers(room), learnBlocked(page)]);
  const name = taggedName(state.tags(room), { userId, name: namesIn(room).get(userId) ?? userId });
  const isBlocked = state.blocked.has(userId);
  const button = (/** @type {string} */ label, /** @type {(isOpen: () => boolean) => Promise<void>} */ act) => el('button', {
    type: 'button', class: 'quiet', onclick: () => void triedInSheet(act),
  }, label);
  // Closed before the focus moves on: a dialog that closes gives it back.
  const direct = button('Message privately', async (isOpen) => {
    const name = await client.openDirect(userId);
    if (!isOpen()) return;
    closeSheet();
    page.open(name);
  });
  const mention = button('Mention', async () => {
    closeSheet();
    closeDrawers();
    page.composer.mention(name);
  });
  const block = button(isBlocked ? 'Lift the block' : 'Block', async () => {
    await client.block(userId, !isBlocked);
    state.block(userId, isBlocked ? null : name);
    page.drawAround();
    closeSheet();
    page.tell(isBlocked ? `The block of ${name} is lifted.` : `${name} is blocked: no private messages between you.`);
  });
  const body = [
    el('p', { class: 'hint' }, about(room, userId)),
    el('div', { class: 'sheet-actions' },
      ...(room.isDirect ? [] : [direct]), mention, block),
    ...moderationOf(page, room, { userId, name }),
  ];
  await showSheet({ title: name, kind: 'person', body });
}

/** @param {import('./room-state.js').RoomState} room @param {string} userId */
function about(room, userId) {
  const member = room.members.get(userId);
  const isHere = room.users.some((user) => user.userId === userId);
  const muted = (member?.mutedUntil ?? 0) > Date.now() ? 'muted' : null;
  const role = member ? member.role : null;
  return [role, muted, isHere ? 'here now' : 'not here now'].filter(Boolean).join(', ');
}
