// @ts-check
import { confirmed } from './confirm.js';
import { byId } from './dom.js';
import { closeDrawers } from './drawers.js';
import { isModerator, isOwner } from './people.js';
import { copied, linkTo } from './welcome.js';

/** @typedef {import('./chat-page.js').ChatPage} ChatPage */
/** @typedef {import('./room-state.js').RoomState} RoomState */

/** The menu of a room, with what the user's role permits. @param {RoomState | null} room */
export function showRoomMenu(room) {
  byId('room-menu-button').hidden = !room;
  if (!room) return;
  byId('copy-link').hidden = room.isDirect;
  byId('add-people').hidden = !room.isPrivate || !isModerator(room);
  byId('room-settings').hidden = !isOwner(room);
  byId('room-bans').hidden = !isModerator(room);
}

/** @param {ChatPage} page */
export function wireRoomMenu(page) {
  const menu = byId('room-menu');
  /** @type {Record<string, () => unknown>} */
  const entries = {
    'leave': () => leaveRoom(page),
    'copy-link': () => copyLink(page),
    'add-people': async () => void (await import('./membership-sheets.js')).showAddPeople(page),
    'room-settings': async () => void (await import('./room-settings.js')).showSettings(page),
    'room-bans': async () => void (await import('./restriction-sheets.js')).showBans(page),
    'blocked-people': async () => void (await import('./restriction-sheets.js')).showBlocked(page),
  };
  for (const [id, action] of Object.entries(entries)) {
    byId(id).addEventListener('click', () => {
      menu.hidePopover();
      void page.tried('Not shown', async () => action());
    });
  }
  byId('new-private').addEventListener('click', () => void page.tried('Not shown', async () => (
    void (await import('./membership-sheets.js')).showNewRoom(page))));
  byId('welcome-copy').addEventListener('click', () => void copyLink(page));
}

/** @param {ChatPage} page */
export async function leaveRoom(page) {
  const room = page.state.currentRoom;
  if (!room) return;
  const text = room.isDirect ? 'It goes from your list. A message to the same person opens it again.'
    : room.isPrivate ? 'The room is private: you cannot join it again by yourself.'
      : 'It goes from your list. You can join it again at any time.';
  if (!await confirmed({ title: `Leave ${room.label}?`, text, yes: 'Leave' })) return;
  closeDrawers();
  await page.tried('You are still in the room', () => page.client.leave(room.name));
}

/** @param {ChatPage} page */
async function copyLink(page) {
  const link = linkTo(page.current);
  if (await copied(link)) page.tell('The link is copied.');
  else page.problem(`The browser did not copy the link: ${link}`);
}
