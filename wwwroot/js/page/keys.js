// @ts-check
import { beside } from './beside.js';
import { byId } from './dom.js';

/**
 * @param {{ step(by: number, onlyUnread: boolean): void, switcher(): void, escape(): void }} actions
 */
export function wireKeys(actions) {
  const help = () => beside('The list of keys', async () => void (await import('./help-sheet.js')).showHelp());
  byId('help-button').addEventListener('click', help);
  document.addEventListener('keydown', (event) => {
    if (byId('chat').hidden || document.querySelector('dialog[open]')) return;
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && step !== 0) { event.preventDefault(); actions.step(step, event.shiftKey); }
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); actions.switcher(); }
    else if (event.key === 'Escape') { if (!document.querySelector(':popover-open')) actions.escape(); }
    else if (event.key === '?' && !isField(event.target)) { event.preventDefault(); help(); }
  });
}

/** @param {EventTarget | null} target */
const isField = (target) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
