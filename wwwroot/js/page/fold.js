// @ts-check
import { el } from './dom.js';

// Every character that begins a new line.
const lineEnds = /[\n\v\f\r\u0085\u2028\u2029]/g;
const longText = 200;
const manyLines = 10;

// The style sheet limits the height of folded text; only then is it known whether text is hidden.
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const more = /** @type {HTMLElement} */ (target.nextElementSibling);
    if (target.classList.contains('folded') && more) more.hidden = target.scrollHeight <= target.clientHeight + 1;
  }
});

/** Whether a text may be too high to show whole. @param {string} text */
export const mayFold = (text) => text.length > longText || (text.match(lineEnds)?.length ?? 0) > manyLines;

/**
 * Folds a very high text, with a button that shows all of it.
 * @param {HTMLElement} text @param {{ isOpen: boolean, toggle: (change: () => void) => void }} state `toggle` applies a
 * change at the reader's position
 * @returns {HTMLButtonElement} which follows the text
 */
export function folded(text, { isOpen, toggle }) {
  const button = el('button', { type: 'button', class: 'link more', hidden: !isOpen, onclick: () => turn() });
  const show = () => {
    text.classList.toggle('folded', !isOpen);
    button.textContent = isOpen ? 'Show less' : 'Show all';
    button.setAttribute('aria-expanded', String(isOpen));
  };
  const turn = () => toggle(() => {
    isOpen = !isOpen;
    show();
    if (!isOpen) button.scrollIntoView({ block: 'nearest' });
  });
  // A link that has the focus must be visible.
  text.addEventListener('focusin', ({ target }) => {
    if (isOpen || button.hidden) return;
    turn();
    /** @type {HTMLElement} */ (target).scrollIntoView({ block: 'nearest' });
  });
  show();
  observer.observe(text);
  return button;
}
