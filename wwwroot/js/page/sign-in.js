// @ts-check
import { byId, showText } from './dom.js';
import { roomInAddress } from './fragment.js';
import { lastName } from './saved.js';
import { isForAnother } from './welcome.js';

/** @typedef {{ name: string, room: string, accessToken: string | null }} SignIn */

/** @param {string} name of an input */
const field = (name) => /** @type {HTMLInputElement} */ (byId(name));

/**
 * Asks for a name and a room.
 * @param {{ check: (answer: SignIn) => Promise<void>, done: (answer: SignIn) => void }} options `check` throws a sentence to show
 */
export function askSignIn({ check, done }) {
  const form = /** @type {HTMLFormElement} */ (byId('sign-in-form'));
  const error = byId('sign-in-error');
  // Text typed before the script loaded stays.
  if (!isForAnother()) field('name').value ||= lastName.get();
  const linked = roomInAddress();
  if (linked && field('room').value === field('room').defaultValue) field('room').value = linked;
  field('token').addEventListener('input', () => { field('name').required = !field('token').value; });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = { name: field('name').value.trim(), room: field('room').value.trim(), accessToken: field('token').value.trim() || null };
    showText(error, null);
    setBusy(form, true);
    try {
      await check(answer);
      lastName.set(answer.name);
      done(answer);
    } catch (thrown) {
      showText(error, /** @type {Error} */ (thrown).message);
    }
    setBusy(form, false);
  });
  submitButton(form).textContent = 'Join the room';
  // Continues a submission from before the script loaded: early.js.
  const wasSubmitted = 'submitted' in form.dataset;
  form.dataset.ready = '';
  if (wasSubmitted) form.requestSubmit();
}

/** @param {HTMLFormElement} form @param {boolean} isBusy */
function setBusy(form, isBusy) { submitButton(form).disabled = isBusy; }

/** @param {HTMLFormElement} form */
const submitButton = (form) => /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));
