// @ts-check
import { byId } from './dom.js';

const pairs = [['open-rooms', 'rooms'], ['open-people', 'people']];

/** On a narrow screen rooms and people slide in over the conversation. */
export function wireDrawers() {
  for (const [button, panel] of pairs) byId(button).addEventListener('click', () => (isOpen(panel) ? closeDrawers() : open(button, panel)));
  byId('backdrop').addEventListener('click', () => closeDrawers());
  // What slid out of view must not be reached with Tab; beside the conversation it can be.
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

/** @returns {boolean} whether there was one to close */
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

/** Slides it in where it is a drawer, and goes there where it is not. @param {'rooms' | 'people'} panel */
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

/** Safari lays its keyboard over the page without making the page smaller: what is covered is taken off here. */
export function fitKeyboard() {
  const { visualViewport } = window;
  visualViewport?.addEventListener('resize', () => {
    const { height, scale } = visualViewport;
    // A page that is zoomed in stays as it is.
    const isCovered = scale < 1.01 && height < window.innerHeight - 1;
    document.documentElement.style.setProperty('--height', isCovered ? `${height}px` : '100dvh');
    if (isCovered) window.scrollTo(0, 0);
  });
}
