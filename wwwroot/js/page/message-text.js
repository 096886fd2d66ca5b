// @ts-check
import { el, icon } from './dom.js';
import { linkify, namedLink } from './linkify.js';
import { readMarkdown } from './markdown.js';
import { marked } from './mentions.js';
import { copied } from './welcome.js';

/** @typedef {import('./markdown.js').Part} Part */
/** @typedef {import('./mentions.js').ShownMention} ShownMention */

const copiedMs = 2_000;

/**
 * The text of a message as elements. Their text together is the text as it was written: the markup is there, and hidden. Nothing is
 * parsed as HTML.
 * @param {string} text @param {ShownMention[]} mentions
 */
export const messageText = (text, mentions) => readMarkdown(text).flatMap((part) => nodesOf(part, mentions));

/** @param {Part} part @param {ShownMention[]} mentions @returns {Node[]} */
function nodesOf(part, mentions) {
  if (typeof part === 'string') return marked(linkify(part), mentions);
  const inner = () => part.parts.flatMap((one) => nodesOf(one, mentions));
  // No address and no mention is in code or in the text of a link.
  const plain = () => part.parts.flatMap((one) => (typeof one === 'string' ? [document.createTextNode(one)] : nodesOf(one, mentions)));
  switch (part.kind) {
    case 'markup': return [el('span', { class: 'markup', hidden: true }, ...plain())];
    case 'bold': return [el('strong', {}, ...inner())];
    case 'code': return [el('code', { dir: 'ltr' }, ...plain())];
    case 'link': return [namedLink(/** @type {string} */ (part.address), plain())];
    case 'block': return [blockOf(plain(), /** @type {string} */ (part.parts[1]))];
    case 'quote': return [el('blockquote', {}, ...inner())];
    case 'list': return [el(part.number === undefined ? 'ul' : 'ol', {}, ...inner())];
    case 'item': return [el('li', {
      class: part.isDeep ? 'deep' : null, value: part.number === undefined ? null : String(part.number),
    }, ...inner())];
  }
}

/** A block of code with a button that copies it. @param {Node[]} content @param {string} code */
function blockOf(content, code) {
  const button = el('button', {
    type: 'button', class: 'icon small', title: 'Copy the code', 'aria-label': 'Copy the code', 'data-key': 'copy',
  }, icon('copy'));
  const show = (/** @type {string} */ symbol, /** @type {string} */ label) => {
    button.replaceChildren(icon(symbol));
    button.title = label;
    button.setAttribute('aria-label', label);
  };
  button.addEventListener('click', async () => {
    if (!await copied(code)) return show('copy', 'The browser did not copy it');
    button.focus();
    show('check', 'Copied');
    window.setTimeout(() => show('copy', 'Copy the code'), copiedMs);
  });
  return el('div', { class: 'code' }, el('code', { dir: 'ltr' }, ...content), button);
}
