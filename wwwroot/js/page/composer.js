// @ts-check
import { readLine } from './commands.js';
import { complete } from './completion.js';
import { byId, showText } from './dom.js';
import { growing } from './growing-text.js';
import { LineRecall } from './line-recall.js';
import { MentionList } from './mention-list.js';
import { showReplying } from './quote.js';
import { drafts } from './saved.js';

// The counter appears from this remainder on: 500 of 4,000, and the same share of any other limit.
const countedPart = 1 / 8;

/** The message field: it keeps a draft for each room and never drops a text. */
export class Composer {
  #field = /** @type {HTMLTextAreaElement} */ (byId('text'));
  #recall = new LineRecall();
  #fit = growing(this.#field);
  #mentions;
  #actions;
  /** Until the server sends its limit, the page accepts any text: the server decides. */
  #textLength = Infinity;
  /** @type {string | null} */
  #room = null;
  /** Whether the user cannot write in the room. */
  #isClosed = false;

  /**
   * @param {{
   *   send(text: string): void, run(command: string, argument: string): void, typed(): void, stopped(): void, unreply(): void,
   *   mentioning(): void, known(): { people: import('./mentions.js').Named[], rooms: string[] }
   * }} actions `unreply`: the next message is no reply; `mentioning`: the user writes a name
   */
  constructor(actions) {
    this.#actions = actions;
    this.#mentions = new MentionList(this.#field, {
      people: () => actions.known().people, opens: () => actions.mentioning(), choose: (from, name) => this.#insert(from, `@${name}`),
    });
    byId('composer').addEventListener('submit', (event) => { event.preventDefault(); this.#send(); });
    this.#field.addEventListener('keydown', (event) => this.#key(event));
    this.#field.addEventListener('input', () => this.#typed());
    byId('unreply').addEventListener('click', () => { actions.unreply(); this.focus(); });
  }

  /**
   * The name of the room as the user reads it, and why the user cannot write there. The draft stays.
   * @param {import('./room-state.js').RoomState | null} room @param {string | null} closed
   */
  show(room, closed) {
    this.#field.placeholder = room === null || closed !== null ? '' : `Message ${room.label}`;
    byId('text-label').textContent = room === null ? 'Message' : `Message to ${room.title ?? room.name}`;
    // Not disabled: the focus stays, and the draft can be copied.
    this.#field.readOnly = this.#isClosed = closed !== null;
    if (this.#isClosed) this.#mentions.close();
    // A screen reader would say the same words again.
    if (byId('composer-closed').textContent !== (closed ?? '')) byId('composer-closed').textContent = closed ?? '';
    this.#count();
  }

  /** @param {import('./room-state.js').RoomState | null} held */
  open(held) {
    const room = held?.name ?? null;
    this.#room = room;
    this.#field.disabled = room === null;
    showText(byId('composer-problem'), null);
    this.#mentions.close();
    this.#fill(room === null ? '' : drafts.get(room));
  }

  focus() { this.#field.focus(); }

  /** The next message replies to this one. @param {import('./quote.js').Quote | null} quote */
  reply(quote) { showReplying(quote); }

  /** More people are known. */
  refresh() { if (document.activeElement === this.#field) this.#mentions.update(); }

  /** Mentions a user at the caret. @param {string} name */
  mention(name) {
    const { value, selectionStart } = this.#field;
    this.#insert(selectionStart, `${/\S$/.test(value.slice(0, selectionStart)) ? ' ' : ''}@${name}`);
    this.focus();
  }

  /** The longest text that the server accepts. @param {number} most */
  set textLength(most) {
    this.#textLength = most;
    this.#count();
  }

  #send() {
    const text = this.#field.value;
    if (this.#room === null || this.#isClosed || !text.trim() || text.length > this.#textLength) return;
    const line = readLine(text);
    if ('problem' in line) return showText(byId('composer-problem'), line.problem);
    try {
      if ('text' in line) this.#actions.send(line.text);
    } catch (error) {
      // For example if the outbox is full: the text stays in the field.
      return showText(byId('composer-problem'), `Not sent: ${/** @type {Error} */ (error).message}`);
    }
    this.#mentions.close();
    this.#recall.add(text);
    this.#fill('');
    drafts.set(this.#room, '');
    this.#field.focus();
    if ('command' in line) this.#actions.run(line.command, line.argument);
  }

  #typed() {
    if (this.#room === null) return;
    drafts.set(this.#room, this.#field.value);
    this.#mentions.update();
    this.#count();
    showText(byId('composer-problem'), null);
    // A user who writes a command does not write to the room.
    const isSaid = this.#field.value.trim() && !/^\/(?!\/)/.test(this.#field.value);
    if (isSaid) this.#actions.typed();
    else this.#actions.stopped();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || this.#mentions.key(event)) return;
    if (event.key === 'Escape' && !byId('replying').hidden) { event.stopPropagation(); this.#actions.unreply(); }
    else if (this.#isClosed) return;
    else if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); this.#send(); }
    else if (event.key === 'Tab' && !event.shiftKey) this.#complete(event);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.#recallLine(event);
  }

  /** @param {KeyboardEvent} event */
  #complete(event) {
    const completed = complete(this.#field.value, this.#field.selectionStart, this.#actions.known());
    if (!completed) return;
    event.preventDefault();
    this.#fill(completed.text);
    this.#field.setSelectionRange(completed.caret, completed.caret);
    this.#typed();
  }

  /** Replaces the text before the caret with a word. @param {number} from @param {string} word */
  #insert(from, word) {
    const { value, selectionStart } = this.#field;
    const rest = value.slice(selectionStart);
    this.#fill(`${value.slice(0, from)}${word} ${rest.replace(/^ /, '')}`);
    const caret = from + word.length + 1;
    this.#field.setSelectionRange(caret, caret);
    this.#typed();
  }

  /** @param {KeyboardEvent} event */
  #recallLine(event) {
    const line = this.#recall.step(event.key === 'ArrowUp' ? -1 : 1, this.#field.value);
    if (line === null) return;
    event.preventDefault();
    this.#fill(line);
  }

  /** @param {string} text */
  #fill(text) {
    this.#field.value = text;
    this.#fit();
    this.#count();
  }

  #count() {
    const { length } = this.#field.value;
    const counter = byId('counter');
    const most = this.#textLength;
    const isOver = length > most;
    counter.hidden = length < most * (1 - countedPart);
    counter.textContent = isOver ? `${length - most} too many` : `${most - length} left`;
    counter.classList.toggle('over', isOver);
    this.#field.setAttribute('aria-invalid', String(isOver));
    // Announced once when the limit is passed: the count itself changes with every key.
    const passed = isOver ? `Longer than ${most.toLocaleString()} characters: it cannot be sent.` : '';
    const alarm = byId('alarm');
    if (alarm.textContent !== passed && (isOver || alarm.textContent?.startsWith('Longer'))) alarm.textContent = passed;
    /** @type {HTMLButtonElement} */ (byId('send')).disabled = isOver || this.#room === null || this.#isClosed;
  }
}
