// @ts-check
import { dayName, exactTime, relativeTime, shortTime } from './dates.js';
import { avatar, el, icon, tagMark, withNames } from './dom.js';
import { folded, mayFold } from './fold.js';
import { messageEditor } from './message-editor.js';
import { messageText } from './message-text.js';
import { messageToolbar } from './message-toolbar.js';
import { quoteLine } from './quote.js';
import { reactionBar } from './reactions.js';

/** @typedef {import('./rows.js').Row} Row */
/** @typedef {import('./rows.js').MessageRow} MessageRow */
/**
 * @typedef {{
 *   textLength(): number, edit(messageId: string, text: string): Promise<void>, remove(messageId: string): void,
 *   retry(messageId: string): void, discard(messageId: string): void, still(change: () => void): void,
 *   react(messageId: string, emoji: string): void, pick(messageId: string): void, reply(messageId: string): void,
 *   jump(messageId: string): void, report(messageId: string): void, about(userId: string): void
 * }} MessageActions
 */

/** One row of the list: it keeps its element and redraws only after a change. */
export class RowView {
  element = el('li');
  #drawn = '';
  #actions;
  /** @type {HTMLFormElement | null} */
  #editor = null;
  #isUnfolded = false;

  /** @param {MessageActions} actions */
  constructor(actions) { this.#actions = actions; }

  /** @param {Row} row */
  update(row) {
    const state = JSON.stringify(row);
    if (state === this.#drawn) return;
    this.#drawn = state;
    if (row.kind === 'message') this.#drawMessage(row);
    else this.#drawSeparator(row);
  }

  /** Redraws the relative times. */
  tick() {
    if (!this.#drawn) return;
    /** @type {Row} */
    const row = JSON.parse(this.#drawn);
    const time = this.element.querySelector('time');
    if (row.kind === 'day') this.#drawSeparator(row);
    else if (row.kind === 'message' && !row.isGrouped && time) time.textContent = relativeTime(row.at, Date.now());
  }

  /** @param {Exclude<Row, MessageRow>} row */
  #drawSeparator(row) {
    const isLine = row.kind === 'presence' || row.kind === 'system';
    this.element.className = isLine ? `presence ${row.kind}` : `separator ${row.kind}`;
    if (row.kind === 'system') Object.assign(this.element, { title: exactTime(row.at) }).dataset.messageId = row.through;
    this.element.replaceChildren(el('span', {}, ...separatorText(row)));
  }

  /** @param {MessageRow} row */
  #drawMessage(row) {
    const { isGrouped, isOwn, isDeleted, isForMe } = row;
    const restoreFocus = this.#keepFocus();
    const classes = ['message', row.state, isGrouped && 'grouped', isOwn && 'own', isDeleted && 'deleted', isForMe && 'for-me'];
    this.element.className = classes.filter(Boolean).join(' ');
    this.element.dataset.messageId = row.key;
    // A tap focuses it, which shows its buttons if there is no pointer to hover with.
    this.element.tabIndex = -1;
    // A change from outside must not remove the text in the editor.
    if (row.isDeleted) this.#editor = null;
    const shown = row.isDeleted ? ['This message was deleted.'] : messageText(row.text, row.mentions);
    const content = this.#editor ?? el('div', { class: 'text', dir: 'auto' }, ...shown);
    const edited = row.isEdited && !row.isDeleted ? el('span', { class: 'edited' }, 'edited') : null;
    // A grouped row has no head for it.
    const more = content !== this.#editor && mayFold(row.text) ? this.#fold(content) : null;
    const [inHead, below] = row.isGrouped ? [null, edited] : [edited, null];
    const quote = quoteLine(row.quote, (id) => this.#actions.jump(id));
    const reactions = reactionBar(row.reactions, (emoji) => this.#actions.react(row.key, emoji));
    const body = el('div', { class: 'body' }, this.#head(row, inHead), quote, content, more, below, reactions, this.#note(row));
    const toolbar = this.#editor ? null : messageToolbar(this.#tools(row));
    const parts = [avatar(row.userId, row.name), body, tick(row), toolbar].filter((part) => part !== null);
    this.element.replaceChildren(...parts);
    restoreFocus();
  }

  /**
   * The focus and the selection stay in the editor, or the focus at the button of the same name; if that is gone, at the row.
   * @returns {() => void} to call after the row was drawn; the editor loses both as soon as it is moved
   */
  #keepFocus() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const key = this.element.contains(focused) ? focused?.dataset.key : undefined;
    const inEditor = this.#editor?.contains(focused) ? focused : null;
    const field = inEditor instanceof HTMLTextAreaElement ? inEditor : null;
    const [from, to] = [field?.selectionStart ?? 0, field?.selectionEnd ?? 0];
    return () => {
      if (inEditor && this.element.contains(inEditor)) {
        inEditor.focus();
        field?.setSelectionRange(from, to);
      } else if (key) (this.#button(key) ?? this.element).focus();
    };
  }

  /** @param {string} key */
  #button(key) {
    const buttons = /** @type {NodeListOf<HTMLElement>} */ (this.element.querySelectorAll('[data-key]'));
    return [...buttons].find((button) => button.dataset.key === key);
  }

  /** @param {HTMLElement} text */
  #fold(text) {
    const toggle = (/** @type {() => void} */ change) => {
      this.#isUnfolded = !this.#isUnfolded;
      this.#actions.still(change);
    };
    return folded(text, { isOpen: this.#isUnfolded, toggle });
  }

  /** @param {MessageRow} row @param {Node | null} edited */
  #head(row, edited) {
    const shown = row.isGrouped ? shortTime(row.at) : relativeTime(row.at, Date.now());
    const time = el('time', { datetime: new Date(row.at).toISOString(), title: exactTime(row.at) }, shown);
    const name = el('span', { class: row.isGrouped ? 'author visually-hidden' : 'author', dir: 'auto' }, row.name, tagMark(row.tag));
    const you = row.isOwn && !row.isGrouped ? el('span', { class: 'you' }, 'you') : null;
    return el('div', { class: 'head' }, name, you, time, edited);
  }

  /** @param {MessageRow} row */
  #note(row) {
    if (row.state === 'stored') return row.seenBy ? el('p', { class: 'note' }, row.seenBy) : null;
    if (row.state !== 'failed') return el('p', { class: 'note' }, row.state === 'sending' ? 'Sending…' : 'Waiting to be sent');
    return el('p', { class: 'note failed-note' },
      el('span', {}, `Not sent: ${row.problem}`),
      el('button', { type: 'button', class: 'link', onclick: () => this.#actions.retry(row.key) }, 'Retry'),
      el('button', { type: 'button', class: 'link', onclick: () => this.#actions.discard(row.key) }, 'Discard'));
  }

  /** @param {MessageRow} row @returns {import('./message-toolbar.js').Tool[]} */
  #tools(row) {
    if (row.state !== 'stored' || row.isDeleted) return [];
    const react = { key: 'react', symbol: 'react', label: 'React', act: () => this.#actions.pick(row.key) };
    const about = { key: 'about', symbol: 'person', label: `About ${row.name}`, act: () => this.#actions.about(row.userId) };
    const report = { key: 'report', symbol: 'flag', label: 'Report', act: () => this.#actions.report(row.key) };
    const edit = { key: 'edit', symbol: 'edit', label: 'Edit', act: () => this.#edit(row) };
    const remove = { key: 'delete', symbol: 'delete', label: 'Delete', act: () => this.#actions.remove(row.key) };
    const reply = { key: 'reply', symbol: 'reply', label: 'Reply', act: () => this.#actions.reply(row.key) };
    const others = row.isOwn ? [] : [...(row.userId ? [about] : []), report];
    return [react, reply, ...(row.isMine ? [edit] : others), ...(row.isMine || row.canDelete ? [remove] : [])];
  }

  /** @param {MessageRow} row */
  #edit(row) {
    if (this.#editor) return;
    const close = () => {
      this.#editor = null;
      this.#redraw();
      this.#button('edit')?.focus();
    };
    this.#editor = messageEditor({
      text: row.text, textLength: this.#actions.textLength(), save: (text) => this.#actions.edit(row.key, text), close,
    });
    this.#redraw();
    this.#editor.querySelector('textarea')?.focus();
  }

  #redraw() {
    const row = JSON.parse(this.#drawn);
    this.#drawn = '';
    this.update(row);
  }
}

/** Says that the user's own message is on the server's disk. @param {MessageRow} row */
function tick({ isOwn, isDeleted, sequence }) {
  if (!isOwn || isDeleted || sequence === null) return null;
  const says = `Stored as number ${sequence}`;
  return el('span', { class: 'tick', role: 'img', title: says, 'aria-label': says }, icon('check'));
}

/** @param {Exclude<Row, MessageRow>} row */
function separatorText(row) {
  switch (row.kind) {
    case 'day': return [dayName(row.at, Date.now())];
    case 'unread': return ['New messages'];
    case 'restart': return ['The changes while you were away are not available: the room is shown anew'];
    case 'presence':
    case 'system': return withNames(row.parts);
  }
}
