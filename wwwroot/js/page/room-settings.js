// @ts-check
import { el } from './dom.js';
import { closeSheet, showSheet, triedInSheet } from './sheet.js';

/** @typedef {import('../client/contracts.js').RoomInfo} RoomInfo */
/** @typedef {Parameters<import('../chat-client.js').ChatClient['setRoom']>[1]} Settings */

/** @type {[seconds: number, label: string][]} */
const slowModes = [[0, 'none'], [10, '10 seconds'], [30, '30 seconds'], [60, 'a minute'], [300, '5 minutes'], [3_600, 'an hour']];
/** @type {[value: string, label: string][]} */
const postings = [['members', 'all members'], ['moderators', 'only moderators and owners']];
/** @type {[value: string, label: string][]} */
const presences = [['full', 'by name'], ['count', 'only their number'], ['off', 'not at all']];

/** The settings of the open room, for owners. @param {import('./chat-page.js').ChatPage} page */
export async function showSettings(page) {
  const room = page.state.currentRoom;
  const info = room?.info;
  if (!room || !info) return;
  const title = el('input', { id: 'set-title', maxlength: '200', autocomplete: 'off' });
  title.value = info.title ?? '';
  const posting = select('set-posting', postings, info.posting);
  const slow = select('set-slow', withCurrent(info.slowModeSeconds), String(info.slowModeSeconds));
  const presence = select('set-presence', presences, info.presence);
  const most = el('input', { id: 'set-most', type: 'number', min: '2', max: '1000000', placeholder: 'as many as the server permits' });
  most.value = String(info.maxMembers ?? '');
  const announce = checkbox('set-announce', info.announce);
  const typing = checkbox('set-typing', info.typing);
  const form = el('form', { method: 'dialog', class: 'sheet-form', autocomplete: 'off' },
    label(title, 'Title'), title,
    label(posting, 'Who may write'), posting,
    label(slow, 'Time between two messages of a member'), slow,
    label(presence, 'Who is here is shown'), presence,
    label(most, 'Members at most'), most,
    el('label', { class: 'check' }, announce, 'Joins, leaves and changes are lines in the room'),
    el('label', { class: 'check' }, typing, 'Who is typing is shown'),
    el('button', { type: 'submit', class: 'primary' }, 'Save'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    /** @type {Settings} */
    const given = {
      title: title.value.trim(), posting: /** @type {any} */ (posting.value), slowModeSeconds: Number(slow.value),
      presence: /** @type {any} */ (presence.value), maxMembers: most.value === '' ? -1 : Number(most.value), announce: announce.checked,
      typing: typing.checked,
    };
    const isSaved = await triedInSheet(() => page.client.setRoom(room.name, changed(given, info)));
    if (isSaved) closeSheet();
  });
  await showSheet({ title: `Settings of ${room.label}`, body: [form], focus: title });
}

/** Only what the user changed: another owner may have changed the rest meanwhile. @param {Settings} given @param {RoomInfo} info */
function changed(given, info) {
  const before = /** @type {Record<string, any>} */ ({ ...info, title: info.title ?? '', maxMembers: info.maxMembers ?? -1 });
  return /** @type {Settings} */ (Object.fromEntries(Object.entries(given).filter(([name, value]) => before[name] !== value)));
}

/** @param {number} seconds @returns {[string, string][]} */
function withCurrent(seconds) {
  const isListed = slowModes.some(([listed]) => listed === seconds);
  const all = isListed ? slowModes : [...slowModes, /** @type {[number, string]} */ ([seconds, `${seconds} seconds`])];
  return all.map(([value, text]) => [String(value), text]);
}

/** @param {string} id @param {[string, string][]} options @param {string} chosen */
const select = (id, options, chosen) => el('select', { id }, ...options.map(([value, text]) => (
  el('option', { value, selected: value === chosen }, text))));

/** @param {string} id @param {boolean} checked */
const checkbox = (id, checked) => el('input', { id, type: 'checkbox', checked });

/** @param {HTMLElement} field @param {string} text */
const label = (field, text) => el('label', { for: field.id }, text);
