// @ts-check
import { byId } from './dom.js';

const pairs = [['open-rooms', 'rooms'], ['open-people', 'people']];

/** On a narrow screen rooms and people slide in over the conversation. */
export function wireDrawers() {
  for (const [button, panel] of pairs) byId(button).addEventListener('click', () => (isOpen(panel) ? closeDrawers() : open(button, panel)));
  byId('backdrop').addEventListener('click', () => closeDrawers());
  // Tab must not reach a drawer that is out of view; beside the conversation it may.
  const narrow = window.matchMedia('(max-width: 1099px)');
  const narrowest = window.matchMedia('(max-width: 759px)');
  const fit = () => {
    byId('people').toggleAttribute('data-drawer', narrow.matches);
    byId('rooms').toggleAttribute('data-drawer', narrowest.matches);
    closeDrawers();
  };
  narrow.addEventListener('change', fit);
  narrowest.addEventListener('change', fit);
  fit();
}

/** @returns {boolean} whether a drawer was open */
export function closeDrawers() {
  const wasOpen = pairs.some(([, panel]) => isOpen(panel));
  byId('conversation').inert = false;
  for (const [button, panel] of pairs) {
    if (isOpen(panel)) byId(button).focus();
    byId(panel).classList.remove('open');
    byId(panel).inert = byId(panel).hasAttribute('data-drawer');
    byId(button).setAttribute('aria-expanded', 'false');
  }
  byId('backdrop').classList.remove('open');
  return wasOpen;
}

/** Slides the panel in if it is a drawer, and otherwise focuses it. @param {'rooms' | 'people'} panel */
export function showPanel(panel) {
  const [button] = /** @type {string[]} */ (pairs.find(([, id]) => id === panel));
  if (byId(panel).hasAttribute('data-drawer')) open(button, panel);
  else byId(panel).focus();
}

/** @param {string} panel */
const isOpen = (panel) => byId(panel).classList.contains('open');

/** @param {string} button @param {string} panel */
function open(button, panel) {
  closeDrawers();
  byId(panel).inert = false;
  byId(panel).classList.add('open');
  byId('backdrop').classList.add('open');
  byId('conversation').inert = true;
  byId(button).setAttribute('aria-expanded', 'true');
  byId(panel).focus();
}

/** Safari lays its keyboard over the page without resizing it: this subtracts the covered height. */
export function fitKeyboard() {
  const { visualViewport } = window;
  visualViewport?.addEventListener('resize', () => {
    const { height, scale } = visualViewport;
    // A zoomed page stays as it is.
    const isCovered = scale < 1.01 && height < window.innerHeight - 1;
    document.documentElement.style.setProperty('--height', isCovered ? `${height}px` : '100dvh');
    if (isCovered) window.scrollTo(0, 0);
  });
}
