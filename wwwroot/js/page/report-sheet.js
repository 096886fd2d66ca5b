// @ts-check
import { el } from './dom.js';
import { closeSheet, showSheet, triedInSheet } from './sheet.js';

const reasonLength = 1_000;

/**
 * Asks for the reason of a report, and sends it.
 * @param {import('./chat-page.js').ChatPage} page @param {string} room @param {string} messageId
 */
export function showReport(page, room, messageId) {
  const field = el('textarea', { id: 'report-reason', rows: '3', required: true, maxlength: String(reasonLength) });
  const form = el('form', { method: 'dialog', class: 'sheet-form' },
    el('p', { class: 'hint' }, 'The operator of this server reads it. The people in the room are not told.'),
    el('label', { for: 'report-reason' }, 'What is wrong with this message?'), field,
    el('button', { type: 'submit', class: 'primary' }, 'Report'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!await triedInSheet(() => page.client.report(room, messageId, field.value.trim()))) return;
    closeSheet();
    page.tell('The message is reported.');
  });
  return showSheet({ title: 'Report this message', body: [form], focus: field });
}
