// @ts-check
import { el } from './dom.js';

// An invisible or direction-changing character ends an address; some languages need the joiners.
const hidden = '\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}\\p{Cc}\\u2800';
const address = new RegExp(`https?://(?:[^\\s<>"'${hidden}]|[\\u200C\\u200D\\uFE0E\\uFE0F])+`, 'gu');
// The punctuation that ends a sentence does not belong to the address before it.
const trailing = /[.,;:!?)\]}]+$/;

/**
 * Returns the text as text nodes, with http and https addresses as links. Nothing is parsed as HTML.
 * @param {string} text
 * @returns {(Text | HTMLAnchorElement)[]}
 */
export function linkify(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const shown = match[0].replace(trailing, '');
    if (!URL.canParse(shown)) continue;
    const url = new URL(shown);
    parts.push(document.createTextNode(text.slice(from, match.index)));
    // Left to right, whatever is in it or around it.
    parts.push(el('a', {
      href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow', dir: 'ltr',
      'data-opens': isPlain(shown, url) ? null : url.host,
    }, shown));
    from = match.index + shown.length;
  }
  parts.push(document.createTextNode(text.slice(from)));
  return parts;
}

/** Whether it opens the server that the text shows. @param {string} shown @param {URL} url */
function isPlain(shown, url) {
  const [, authority] = /** @type {RegExpExecArray} */ (/^https?:\/\/([^/?#]*)/.exec(shown));
  return authority.toLowerCase().replace(/:\d*$/, '') === url.hostname && !url.username && !url.password;
}
