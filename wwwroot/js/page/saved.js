// @ts-check
import { readClaims } from '../client/token-life.js';
import { uuidV7 } from '../client/uuid-v7.js';

// The identity, the rooms, drafts and unsent messages belong to the tab: two windows are two people, a reload is the same
// one. All tabs share only the last name, the theme and the notification setting.

/** @typedef {'localStorage' | 'sessionStorage'} Place */

// After the session has ended, nothing of it is written: the page lives on for a moment, and saves itself when it is hidden.
let hasEnded = false;

/** @param {Place} place @param {string} key @param {any} otherwise */
function read(place, key, otherwise) {
  try {
    // If the browser stores nothing for this site, access to the storage already throws.
    const text = globalThis[place].getItem(key);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** @param {Place} place @param {string} key @param {any} value null removes it */
function write(place, key, value) {
  if (hasEnded && value !== null) return;
  // A full or forbidden storage must not stop the page: it then lives in memory only.
  try {
    if (value === null) globalThis[place].removeItem(key);
    else globalThis[place].setItem(key, JSON.stringify(value));
  } catch { /* as said */ }
}

/**
 * @typedef {{ name: string, accessToken: string | null, guest: import('../client/contracts.js').GuestTokenResult | null,
 *   rooms: string[], current: string | null, ownIds: string[], readThrough: Record<string, number> }} Session
 */

export const lastName = {
  get: () => /** @type {string} */ (read('localStorage', 'chat.name', '')),
  set: (/** @type {string} */ name) => write('localStorage', 'chat.name', name || null),
};

export const notifying = {
  get: () => /** @type {boolean} */ (read('localStorage', 'chat.notify', false)),
  set: (/** @type {boolean} */ isOn) => write('localStorage', 'chat.notify', isOn || null),
};

export const savedSession = {
  get: () => /** @type {Session | null} */ (read('sessionStorage', 'chat.session', null)),
  set: (/** @type {Session | null} */ session) => write('sessionStorage', 'chat.session', session),
};

export const drafts = {
  get: (/** @type {string} */ room) => /** @type {string} */ (read('sessionStorage', `chat.draft.${room}`, '')),
  set: (/** @type {string} */ room, /** @type {string} */ text) => write('sessionStorage', `chat.draft.${room}`, text || null),
};

/**
 * The owner of the outbox: a guest belongs to this tab, while all tabs with a user's token are one user.
 * @param {Session} session
 */
export function outboxScope({ accessToken }) {
  const sub = accessToken ? readClaims(accessToken)?.sub : null;
  if (sub) return `user:${sub}`;
  const tab = /** @type {string} */ (read('sessionStorage', 'chat.tab', null) ?? uuidV7(Date.now()));
  write('sessionStorage', 'chat.tab', tab);
  return `tab:${tab}`;
}

/** Another sign-in follows on this tab: the drafts stay, the identity does not. */
export function endSession() {
  savedSession.set(null);
  hasEnded = true;
}

/** The personal data that the page itself stores; the client's store has the rest. */
export function forgetPerson() {
  endSession();
  lastName.set('');
  notifying.set(false);
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('chat.')) sessionStorage.removeItem(key);
  } catch { /* nothing was kept */ }
}
