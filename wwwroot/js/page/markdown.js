// @ts-check
import { isAddress } from './linkify.js';

/**
 * @typedef {{
 *   kind: 'markup' | 'bold' | 'code' | 'link' | 'block' | 'quote' | 'list' | 'item', parts: Part[], address?: string, number?: number,
 *   isDeep?: boolean
 * }} Element
 * `markup`: characters that are not shown; `block`: code on lines of its own; `number`: of an item or of the first item of a list
 * @typedef {string | Element} Part
 */

const lines = /[^\n]*\n|[^\n]+$/g;
// Bold text may end inside an address, and the rest is looked at again: so an address has an end.
const tokens = /`+|\*+|\[|https?:\/\/[^\s`]{1,2000}/g;
const link = /\[([^[\]\n]{1,200})\]\(([^\s()]{1,2000})\)/y;
const item = /^( {0,6})(?:-|(\d{1,3})\.) +(?=\S)/;
const opensBlock = /^```[\w+#.-]{0,20}\s*$/;
const longestTicks = 3;

/**
 * Reads a small subset of Markdown: blocks of code, quotes, lists; in a line code, bold text and links. Everything else is text. Each
 * character is in exactly one part, in its order, so the parts together are the text as it was written. One pass: no text takes longer
 * than its length.
 * @param {string} text @returns {Part[]}
 */
export function readMarkdown(text) {
  const all = text.match(lines) ?? [];
  const lastEnd = all.findLastIndex(endsBlock);
  /** @type {Part[]} */
  const parts = [];
  for (let at = 0; at < all.length;) {
    const read = block(all, at, lastEnd) ?? quote(all, at) ?? list(all, at);
    put(parts, ...(read ? [read.part] : inLine(all[at])));
    at = read?.next ?? at + 1;
  }
  return parts;
}

/** The part of a text that is shown, for places without format. @param {string} text @returns {string} */
export const withoutMarkup = (text) => shownOf(readMarkdown(text));

/** @param {Part[]} parts @returns {string} */
const shownOf = (parts) => parts.map((part) => (
  typeof part === 'string' ? part : part.kind === 'markup' ? '' : shownOf(part.parts))).join('');

/** @param {string} line */
const endsBlock = (line) => line.trimEnd() === '```';

/**
 * @param {string} kind @param {Part[]} parts @param {Partial<Element>} [more]
 * @returns {Element}
 */
const element = (kind, parts, more) => ({ kind: /** @type {Element['kind']} */ (kind), parts, ...more });

/** @param {string} text */
const markup = (text) => element('markup', [text]);

/**
 * Text beside text is one part: a mention or an address must not end at a character that came to nothing.
 * @param {Part[]} parts @param {...Part} more
 */
function put(parts, ...more) {
  for (const part of more) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
}

/** @param {string[]} all @param {number} at @param {number} lastEnd the last line that can end a block */
function block(all, at, lastEnd) {
  if (at >= lastEnd || !opensBlock.test(all[at])) return null;
  let end = at + 1;
  while (!endsBlock(all[end])) end++;
  const code = all.slice(at + 1, end).join('');
  if (!code.trim()) return null;
  return { part: element('block', [markup(all[at]), code.slice(0, -1), markup(`\n${all[end]}`)]), next: end + 1 };
}

/** @param {string[]} all @param {number} at */
function quote(all, at) {
  /** @type {Part[]} */
  const parts = [];
  let next = at;
  for (; next < all.length && /^>(?: |\s*$)/.test(all[next]); next++) {
    const mark = all[next][1] === ' ' ? '> ' : '>';
    put(parts, markup(mark), ...inLine(all[next].slice(mark.length)));
  }
  return next > at ? { part: element('quote', parts), next } : null;
}

/** @param {string[]} all @param {number} at */
function list(all, at) {
  const number = itemOf(all[at])?.number;
  /** @type {Part[]} */
  const parts = [];
  let next = at;
  for (let found; next < all.length && (found = itemOf(all[next])) && (found.number === undefined) === (number === undefined); next++) {
    const { mark, isDeep } = found;
    parts.push(element('item', [markup(mark), ...inLine(all[next].slice(mark.length))], { number: found.number, isDeep }));
  }
  return next > at ? { part: element('list', parts, { number }), next } : null;
}

/** @param {string} line */
function itemOf(line) {
  const found = item.exec(line);
  return found && { mark: found[0], isDeep: found[1].length > 1, number: found[2] === undefined ? undefined : Number(found[2]) };
}

/** Code, bold text and links of one line. @param {string} line */
const inLine = (line) => new Line(line).read();

class Line {
  #line;
  /** @type {Part[]} */
  #parts = [];
  /** The text up to here is in `#parts`. */
  #done = 0;
  /** The two stars that opened bold text: their place in `#parts`, and in the line. @type {{ place: number, at: number } | null} */
  #open = null;
  /** The lengths of runs of ticks that the line does not have again. @type {Set<number>} */
  #missing = new Set();

  /** @param {string} line */
  constructor(line) { this.#line = line; }

  read() {
    const line = this.#line;
    tokens.lastIndex = 0;
    for (let found; (found = tokens.exec(line));) tokens.lastIndex = this.#token(found[0], found.index);
    put(this.#parts, line.slice(this.#done));
    // Bold text that has no end is text.
    if (this.#open) {
      const after = this.#parts.splice(this.#open.place).slice(1);
      put(this.#parts, '**', ...after);
    }
    return this.#parts;
  }

  /** @param {string} token @param {number} at @returns {number} where to look for the next one */
  #token(token, at) {
    if (token[0] === '`') return this.#code(token, at);
    if (token === '**') return this.#bold(at);
    if (token === '[') return this.#link(at);
    // Nothing in an address is markup, except the end of bold text.
    const end = this.#open ? token.indexOf('**') : -1;
    return at + (end > 0 ? end : token.length);
  }

  /** @param {string} ticks @param {number} at */
  #code(ticks, at) {
    const from = at + ticks.length;
    if (ticks.length > longestTicks || this.#missing.has(ticks.length)) return from;
    const to = endOfCode(this.#line, from, ticks.length);
    if (to < 0) this.#missing.add(ticks.length);
    const code = this.#line.slice(from, to);
    if (to < 0 || !code.trim()) return from;
    return this.#take(at, to + ticks.length, element('code', [markup(ticks), code, markup(ticks)]));
  }

  /** @param {number} at */
  #bold(at) {
    const line = this.#line;
    const end = at + 2;
    if (this.#open && at > this.#open.at + 2 && /\S/.test(line[at - 1])) {
      put(this.#parts, line.slice(this.#done, at));
      const parts = this.#parts.splice(this.#open.place);
      this.#open = null;
      this.#parts.push(element('bold', [...parts, markup('**')]));
      this.#done = end;
    } else if (!this.#open && /\S/.test(line[end] ?? ' ') && !/[\p{L}\p{N}_]/u.test(line[at - 1] ?? ' ')) {
      this.#take(at, end, markup('**'));
      this.#open = { place: this.#parts.length - 1, at };
    }
    return end;
  }

  /** @param {number} at */
  #link(at) {
    link.lastIndex = at;
    const [whole, label, address] = link.exec(this.#line) ?? [];
    if (!whole || !label.trim() || !isAddress(address)) return at + 1;
    return this.#take(at, at + whole.length, element('link', [markup('['), label, markup(`](${address})`)], { address }));
  }

  /** @param {number} from @param {number} to @param {Part} part */
  #take(from, to, part) {
    put(this.#parts, this.#line.slice(this.#done, from));
    this.#parts.push(part);
    return this.#done = to;
  }
}

/** The place of the next run of so many ticks. @param {string} line @param {number} from @param {number} length */
function endOfCode(line, from, length) {
  const runs = /`+/g;
  runs.lastIndex = from;
  for (let found; (found = runs.exec(line));) if (found[0].length === length) return found.index;
  return -1;
}
