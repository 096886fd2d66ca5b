// @ts-check
import { el } from './dom.js';

const address = /https?:\/\/[^\s<>"']+/g;
// What ends a sentence does not belong to the address before it.
const trailing = /[.,;:!?)\]}]+$/;

/**
 * The text as text nodes, with http and https addresses as links. Nothing is parsed as HTML.
 * @param {string} text
 * @returns {(Text | HTMLAnchorElement)[]}
 */
export function linkify(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const shown = match[0].replace(trailing, '');
    if (!URL.canParse(shown)) continue;
    parts.push(document.createTextNode(text.slice(from, match.index)));
    parts.push(el('a', { href: new URL(shown).href, target: '_blank', rel: 'noopener noreferrer nofollow' }, shown));
    from = match.index + shown.length;
  }
  parts.push(document.createTextNode(text.slice(from)));
  return parts;
}
