// @ts-check
import { byId, el, icon } from './dom.js';
import { shortened } from './graphemes.js';
import { withoutMarkup } from './markdown.js';

/** @typedef {{ messageId: string, name: string | null, text: string }} Quote `name`: null if the page does not have the message */

const quotedLength = 120;
// Quotes are drawn often, and of a long text only the beginning is shown.
const readLength = 1_000;

/**
 * The part of the original message that a reply shows.
 * @param {string} messageId @param {import('../client/contracts.js').ChatMessage | null} message @param {string} [name] of its author
 * @returns {Quote}
 */
export function quoteOf(messageId, message, name = message?.name) {
  if (!message) return { messageId, name: null, text: 'an earlier message' };
  if (message.deletedAt != null) return { messageId, name: null, text: 'a deleted message' };
  const shown = withoutMarkup(message.text.trimStart().slice(0, readLength));
  return { messageId, name: name ?? '', text: shortened(shown.replace(/\s+/g, ' ').trim(), quotedLength) };
}

/** A button that leads to the original. @param {Quote | null} quote @param {(messageId: string) => void} jump */
export function quoteLine(quote, jump) {
  if (!quote) return null;
  const { messageId, name, text } = quote;
  return el('button', { type: 'button', class: 'quote', 'data-key': 'quote', onclick: () => jump(messageId) },
    icon('reply'), el('span', { class: 'visually-hidden' }, 'Reply to '),
    name === null ? null : el('bdi', { class: 'quote-name' }, name), el('span', { class: 'quote-text', dir: 'auto' }, text));
}

/** The line above the message field: to which message the next one replies. @param {Quote | null} quote */
export function showReplying(quote) {
  byId('replying').hidden = quote === null;
  byId('replying-text').replaceChildren(...(quote === null ? [] : [
    'Reply to ', quote.name === null ? '' : el('bdi', { class: 'quote-name' }, quote.name), el('span', { dir: 'auto' }, quote.text)]));
}
