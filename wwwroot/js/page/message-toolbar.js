// @ts-check
import { el, icon } from './dom.js';

/** @typedef {{ key: string, symbol: string, label: string, act: () => void }} Tool */

/**
 * The buttons of a message: one stop for Tab. Left and Right go through them, Up and Down to those of the message above or below.
 * @param {Tool[]} tools
 */
export function messageToolbar(tools) {
  if (tools.length === 0) return null;
  const buttons = tools.map(({ key, symbol, label, act }, i) => el('button', {
    type: 'button', class: 'icon small', title: label, 'aria-label': label, 'data-key': key, tabindex: i === 0 ? '0' : '-1', onclick: act,
  }, icon(symbol)));
  const bar = el('div', { class: 'actions', role: 'toolbar', 'aria-label': 'Message' }, ...buttons);
  bar.addEventListener('focusin', ({ target }) => {
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  });
  bar.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = nextOf(event.key, bar, buttons);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  return bar;
}

/** @param {string} key @param {HTMLElement} bar @param {HTMLElement[]} buttons @returns {HTMLElement | null | undefined} */
function nextOf(key, bar, buttons) {
  const place = buttons.findIndex((button) => button === document.activeElement);
  switch (key) {
    case 'ArrowRight': return buttons[place + 1];
    case 'ArrowLeft': return buttons[place - 1];
    case 'ArrowUp': return neighbour(bar, -1);
    case 'ArrowDown': return neighbour(bar, 1);
    default: return null;
  }
}

/** @param {HTMLElement} bar @param {1 | -1} step @returns {HTMLElement | null} */
function neighbour(bar, step) {
  const bars = [...document.querySelectorAll('#messages .actions')];
  return bars[bars.indexOf(bar) + step]?.querySelector('[tabindex="0"]') ?? null;
}
