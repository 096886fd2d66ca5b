// @ts-check
import { uuidV7 } from '../client/uuid-v7.js';
import { el } from './dom.js';
import { peoplePicker } from './people-picker.js';
import { closeSheet, showSheet, triedInSheet } from './sheet.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */

/** Makes a private room with some people. @param {ChatPage} page */
export function showNewRoom(page) {
  const title = el('input', { id: 'new-title', required: true, maxlength: '200', autocomplete: 'off' });
  const { chosen, nodes } = peoplePicker(page.state, () => false);
  // Fixed before the first try, so that another one after a lost answer makes no second room.
  const name = `room-${uuidV7(Date.now())}`;
  const form = sheetForm('Make the room', [el('label', { for: 'new-title' }, 'Title of the room'), title, ...nodes], async (isOpen) => {
    const members = [...chosen];
    const { room } = await page.client.createRoom({ room: name, kind: 'private', title: title.value.trim(), members });
    // It is in the list.
    if (!isOpen()) return;
    closeSheet();
    page.open(room);
  });
  return showSheet({ title: 'New private room', body: [form], focus: title });
}

/** Adds people to the open room. @param {ChatPage} page */
export async function showAddPeople(page) {
  const room = page.state.currentRoom;
  if (!room) return;
  await page.learnMembers(room);
  const { chosen, nodes } = peoplePicker(page.state, (userId) => room.members.has(userId));
  const form = sheetForm('Add', nodes, async () => {
    if (chosen.size === 0) throw new Error('Choose at least one person.');
    for (const userId of chosen) {
      await page.client.addMember(room.name, userId);
      chosen.delete(userId);
    }
    closeSheet();
    page.tell('They are members of the room now.');
  });
  await showSheet({ title: `Add people to ${room.label}`, body: [form], focus: /** @type {HTMLElement} */ (nodes[1]) });
}

/** @param {string} verb @param {Node[]} fields @param {(isOpen: () => boolean) => Promise<unknown>} submit */
function sheetForm(verb, fields, submit) {
  const form = el('form', { method: 'dialog', class: 'sheet-form', autocomplete: 'off' }, ...fields,
    el('button', { type: 'submit', class: 'primary' }, verb));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void triedInSheet(submit);
  });
  return form;
}
