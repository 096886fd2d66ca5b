// @ts-check
import { byId } from './dom.js';

/** A sign-in form for another person, although this browser knows a user. */
const another = 'another';

/** @param {string} room */
export const linkTo = (room) => new URL(`#${room}`, location.origin + location.pathname).href;

/** Whether this window was opened for another person; read once, because the address is normal afterwards. */
export function isForAnother() {
  const address = new URL(location.href);
  const isFor = address.searchParams.has(another);
  address.searchParams.delete(another);
  if (isFor) history.replaceState(null, '', address);
  return isFor;
}

/** The text of an empty room: its owner, what to do, and the link to share. @param {import('./room-state.js').RoomState} room */
export function showWelcome(room) {
  byId('welcome-title').textContent = `Welcome to ${room.label}`;
  const isMine = room.role === 'owner' && !room.isDirect;
  byId('welcome-owner').textContent = isMine ? 'This room is yours.' : room.isDirect ? '' : 'You are a member of this room.';
  // A link lets only members into another room.
  byId('welcome-invite').hidden = room.isPrivate;
  const link = linkTo(room.name);
  /** @type {HTMLInputElement} */ (byId('welcome-link')).value = link;
  byId('welcome-another').setAttribute('href', link.replace('#', `?${another}#`));
}

/** @param {string} text @returns {Promise<boolean>} whether it is in the clipboard */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // On plain HTTP only the old way is available.
    const field = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(field);
    field.select();
    const isDone = document.execCommand('copy');
    field.remove();
    return isDone;
  }
}
