// @ts-check
import { byId } from './dom.js';

/** The action of the open sheet that has not ended. @type {object | null} */
let underWay = null;

/**
 * Shows content in the dialog that everything shares which is not open often. The dialog is part of the document, so that Back
 * closes it.
 * @param {{ title: string, kind?: string, body: Node[], focus?: HTMLElement }} content
 * @returns {Promise<void>} which ends when it is closed
 */
export function showSheet({ title, kind = '', body, focus }) {
  const dialog = sheet();
  byId('sheet-title').textContent = title;
  byId('sheet-body').replaceChildren(...body);
  byId('sheet-error').textContent = '';
  dialog.dataset.kind = kind;
  underWay = null;
  if (!dialog.open) dialog.showModal();
  focus?.focus();
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(), { once: true }));
}

export const closeSheet = () => sheet().close();

/**
 * Does what the user asks for in the sheet, once, however often it is pressed. A refusal is shown there.
 * @param {(isOpen: () => boolean) => Promise<unknown>} action `isOpen`: whether the user has not closed the sheet meanwhile
 * @returns {Promise<boolean>} whether it was done
 */
export async function triedInSheet(action) {
  if (underWay) return false;
  const mine = underWay = {};
  const isOpen = () => underWay === mine && sheet().open;
  byId('sheet-error').textContent = '';
  try {
    await action(isOpen);
    return true;
  } catch (error) {
    if (isOpen()) byId('sheet-error').textContent = /** @type {Error} */ (error).message;
    return false;
  } finally {
    if (underWay === mine) underWay = null;
  }
}

const sheet = () => /** @type {HTMLDialogElement} */ (byId('sheet'));
