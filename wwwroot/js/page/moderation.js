// @ts-check
import { confirmed } from './confirm.js';
import { el } from './dom.js';
import { isOwner, mayActOn } from './people.js';
import { closeSheet, triedInSheet } from './sheet.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */
/** @typedef {import('./room-state.js').RoomState} RoomState */
/** @typedef {{ userId: string, name: string }} Person */

const minuteMs = 60_000;
/** @type {Record<string, number>} */
const mutes = { 'for 10 minutes': 10, 'for an hour': 60, 'for a day': 1_440, 'for 30 days': 43_200 };
const roles = ['member', 'moderator', 'owner'];

/**
 * The part of a person's sheet that the user's role permits.
 * @param {ChatPage} page @param {RoomState} room @param {Person} person
 * @returns {HTMLElement[]}
 */
export function moderationOf(page, room, { userId, name }) {
  const member = room.members.get(userId);
  if (!mayActOn(room, member?.role)) return [];
  const { client } = page;
  const isMuted = (member?.mutedUntil ?? 0) > Date.now();
  const act = async (/** @type {() => Promise<unknown>} */ action, /** @type {string} */ done) => {
    if (!await triedInSheet(action)) return;
    closeSheet();
    page.tell(done);
  };
  const mute = choice('How long', Object.keys(mutes), '', 'Mute', (span) => act(
    () => client.mute(room.name, userId, Date.now() + mutes[span] * minuteMs), `${name} is muted ${span}.`));
  const unmute = button('Lift the mute', () => act(() => client.mute(room.name, userId, null), `${name} may write again.`));
  const role = choice('Role', roles, member?.role ?? '', 'Set the role', async (chosen) => {
    const text = 'You cannot take it back: nobody changes the role of another owner.';
    if (chosen === 'owner' && !await confirmed({ title: `Make ${name} an owner?`, text, yes: 'Make owner' })) return;
    await act(() => client.setRole(room.name, userId, chosen), `${name} is ${chosen} now.`);
  });
  const remove = button('Remove from the room…', async () => {
    const text = room.isPrivate ? 'Only a member who adds people can let them in again.' : 'They can join the room again.';
    if (!await confirmed({ title: `Remove ${name}?`, text, yes: 'Remove' })) return;
    await act(() => client.kick(room.name, userId), `${name} is removed from the room.`);
  });
  const ban = button('Ban from the room…', async () => {
    const text = 'They leave the room and cannot join it until the ban is lifted.';
    if (!await confirmed({ title: `Ban ${name}?`, text, yes: 'Ban' })) return;
    await act(() => client.ban(room.name, userId), `${name} is banned from the room.`);
  });
  return [
    el('h3', {}, 'Moderation'),
    ...(member ? [mute, ...(isOwner(room) ? [role] : [])] : []),
    el('div', { class: 'sheet-actions' }, ...(isMuted ? [unmute] : []), ...(member ? [remove] : []), ban),
  ];
}

/** @param {string} label @param {() => void} onclick */
const button = (label, onclick) => el('button', { type: 'button', class: 'quiet', onclick }, label);

/** @param {string} label @param {string[]} options @param {string} chosen @param {string} verb @param {(value: string) => void} set */
function choice(label, options, chosen, verb, set) {
  const select = el('select', { 'aria-label': label }, ...options.map((option) => el('option', { selected: option === chosen }, option)));
  return el('div', { class: 'join-line' }, select, button(verb, () => set(select.value)));
}
