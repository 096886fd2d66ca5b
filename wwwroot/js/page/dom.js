// @ts-check
import { firstGrapheme } from './graphemes.js';

/**
 * The element with this id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return /** @type {T} */ (element);
}

/**
 * Creates an element. Text children become text nodes: nothing is parsed as HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | null | ((event: any) => void)>} [attributes] `onX` is a listener; true is an
 * empty attribute, false and null omit it
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string') element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

// Resolved from this module, so that it is the file of the same build.
const icons = new URL('../../img/icons.svg', import.meta.url).href;

/** @param {string} name of a symbol in img/icons.svg */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `${icons}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * A user's round avatar: a letter, and one of twelve colours, always the same for a user.
 * @param {string} userId
 * @param {string} name
 */
export function avatar(userId, name) {
  const element = el('span', { class: 'avatar', 'aria-hidden': 'true' });
  paintAvatar(element, userId, name);
  return element;
}

/** @param {HTMLElement} element @param {string} userId @param {string} name */
export function paintAvatar(element, userId, name) {
  element.textContent = firstGrapheme(name.trim().toUpperCase()) ?? '?';
  element.dataset.hue = String([...userId].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 9973, 7) % 12);
}

/** The tag that distinguishes users of the same name. @param {string | null | undefined} tag */
export const tagMark = (tag) => (tag ? el('span', { class: 'tag', title: 'Several people here have this name' }, tag) : null);

/** @typedef {(string | { name: string })[]} Sentence */

/**
 * Isolates each name, so that its direction changes nothing around it.
 * @param {Sentence} parts
 */
export const withNames = (parts) => parts.map((part) => (
  typeof part === 'string' ? part : el('bdi', {}, part.name.replace(/\p{Bidi_Control}/gu, ''))));

/** @param {HTMLElement} element @param {string | null} text null hides it */
export function showText(element, text) {
  element.hidden = text === null;
  element.textContent = text ?? '';
}

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** The items of a list by their keys. @type {WeakMap<HTMLElement, Map<string, { content: string, item: HTMLElement }>>} */
const drawn = new WeakMap();

/**
 * Draws a list. An item whose entry is the same stays, so that a press on it is not lost; the focus stays at the button with the same
 * `data-focus`.
 * @template Entry
 * @param {HTMLElement} list @param {Entry[]} entries @param {(entry: Entry) => string} keyOf @param {(entry: Entry) => HTMLElement} make
 */
export function drawList(list, entries, keyOf, make) {
  const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.focus : undefined;
  const before = drawn.get(list) ?? new Map();
  const now = new Map(entries.map((entry) => {
    const known = before.get(keyOf(entry));
    const content = JSON.stringify(entry);
    return [keyOf(entry), known?.content === content ? known : { content, item: make(entry) }];
  }));
  drawn.set(list, now);
  for (const [key, { item }] of before) if (now.get(key)?.item !== item) item.remove();
  putInOrder(list, [...now.values()].map(({ item }) => item));
  if (!focused || list.contains(document.activeElement)) return;
  const buttons = [...now.values()].map(({ item }) => /** @type {HTMLElement | null} */ (item.firstElementChild));
  buttons.find((button) => button?.dataset.focus === focused)?.focus();
}

/** @param {HTMLElement} list @param {HTMLElement[]} items */
function putInOrder(list, items) {
  let place = list.firstElementChild;
  for (const item of items) {
    if (item === place) place = place.nextElementSibling;
    // The one at the place belongs further down, and moves when it is its turn.
    else if (place && item === place.nextElementSibling) place = item.nextElementSibling;
    else list.insertBefore(item, place);
  }
}
