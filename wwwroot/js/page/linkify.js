// @ts-check
import { el } from './dom.js';

// An invisible or direction-changing character ends an address; some languages need the joiners.
const hidden = '\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}\\p{Cc}\\u2800';
const pattern = `https?://(?:[^\\s<>"'${hidden}]|[\\u200C\\u200D\\uFE0E\\uFE0F])+`;
const address = new RegExp(pattern, 'gu');
const onlyAddress = new RegExp(`^${pattern}$`, 'u');
// The punctuation that ends a sentence does not belong to the address before it.
const trailing = new Set('.,;:!?)]}');

/**
 * Returns the text as text nodes, with http and https addresses as links. Nothing is parsed as HTML.
 * @param {string} text
 * @returns {(Text | HTMLAnchorElement)[]}
 */
export function linkify(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const shown = withoutTrailing(match[0]);
    if (!URL.canParse(shown)) continue;
    const url = new URL(shown);
    parts.push(document.createTextNode(text.slice(from, match.index)));
    // Left to right, whatever is in it or around it.
    parts.push(el('a', { ...opening(url), dir: 'ltr', 'data-opens': isPlain(shown, url) ? null : url.host }, shown));
    from = match.index + shown.length;
  }
  parts.push(document.createTextNode(text.slice(from)));
  return parts;
}

/** Whether a text is an address and nothing else. @param {string} text */
export const isAddress = (text) => onlyAddress.test(text) && URL.canParse(text);

/** A link with another text than its address, which names the host that it opens. @param {string} href @param {Node[]} content */
export function namedLink(href, content) {
  const url = new URL(href);
  return el('a', { ...opening(url), 'data-opens': url.host }, el('bdi', {}, ...content));
}

/** @param {URL} url */
const opening = (url) => ({ href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow' });

/** @param {string} text */
function withoutTrailing(text) {
  let end = text.length;
  while (trailing.has(text[end - 1])) end--;
  return text.slice(0, end);
}

/** Whether it opens the server that the text shows. @param {string} shown @param {URL} url */
function isPlain(shown, url) {
  const [, authority] = /** @type {RegExpExecArray} */ (/^https?:\/\/([^/?#]*)/.exec(shown));
  return authority.toLowerCase().replace(/:\d*$/, '') === url.hostname && !url.username && !url.password;
}
