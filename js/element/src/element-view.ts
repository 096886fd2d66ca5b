import type { ChatMessage, ChatUser, OutboxEntry } from '@signalrchat/client';
import type { RoomView } from '@signalrchat/client/state';
import { styleSheet } from './style-sheet.js';
import type { ChatStatusDetail } from './signalr-chat.js';

const statusText: Record<ChatStatusDetail['state'], string> = {
  'signed-out': 'Not signed in', idle: '', connecting: 'Connecting…', connected: '', waiting: 'Reconnecting…', stopped: 'Disconnected',
};
const hour = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
// The end of the list counts as in view this close to it.
const nearPx = 40;

type Row = { item: HTMLLIElement; shown: object };

/** The content of the shadow tree. Every text is set as text: nothing of a message becomes markup. */
export class ElementView {
  send: (text: string) => boolean = () => false;
  typed: (isEmpty: boolean) => void = () => {};
  older: () => void = () => {};
  retry: (messageId: string) => void = () => {};
  discard: (messageId: string) => void = () => {};
  readonly #title = make('h2', { part: 'title' });
  readonly #status = make('p', { part: 'status', role: 'status' });
  readonly #older = make('button', { part: 'older', type: 'button', hidden: '' }, 'Earlier messages');
  readonly #log = make('div', { part: 'messages', role: 'log', tabindex: '0', 'aria-label': 'Messages' });
  readonly #list = make('ol', {});
  readonly #typing = make('p', { part: 'typing', 'aria-live': 'off' });
  readonly #text = make('textarea', { part: 'text', rows: '1', 'aria-label': 'Message', placeholder: 'Message', disabled: '' });
  readonly #button = make('button', { part: 'send', disabled: '' }, 'Send');
  #rows = new Map<string, Row>();
  #state = '';

  constructor(root: ShadowRoot) {
    // A strict content security policy forbids style elements; it permits this.
    root.adoptedStyleSheets = [styleSheet()];
    const form = make('form', { part: 'composer' });
    form.append(this.#text, this.#button);
    const header = make('header', {});
    header.append(this.#title, this.#status);
    this.#log.append(this.#list);
    root.append(header, this.#older, this.#log, this.#typing, form);
    form.addEventListener('submit', (event) => { event.preventDefault(); this.#submit(); });
    this.#text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener('input', () => this.typed(this.#text.value === ''));
    this.#older.addEventListener('click', () => this.older());
  }

  set textLength(length: number) { this.#text.maxLength = length; }

  drawStatus({ state }: ChatStatusDetail): void { this.#status.textContent = this.#state = statusText[state]; }

  /** Stays until the next message or the next change of the connection. */
  drawRefusal(sentence: string): void { this.#status.textContent = sentence; }

  drawTyping(users: readonly ChatUser[]): void {
    const names = users.slice(0, 3).map(({ name }) => name).join(', ');
    this.#typing.textContent = names === '' ? '' : `${names} ${users.length === 1 ? 'is' : 'are'} typing…`;
  }

  draw({ room, phase, info, messages, pending, hasOlder }: RoomView, userId: string): void {
    const isOver = phase === 'refused' || phase === 'removed';
    this.#title.textContent = info?.title ?? room;
    this.#older.hidden = !hasOlder;
    this.#text.disabled = this.#button.disabled = isOver;
    const isAtEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < nearPx;
    const rows = new Map<string, Row>();
    for (const message of messages) {
      if (message.text === '' && message.deletedAt == null) continue;
      rows.set(message.messageId, this.#row(message.messageId, message, (item) => fillMessage(item, message, userId)));
    }
    for (const entry of pending) rows.set(entry.messageId, this.#row(entry.messageId, entry, (item) => this.#fillPending(item, entry)));
    for (const [id, { item }] of this.#rows) if (!rows.has(id)) item.remove();
    this.#rows = rows;
    let next = this.#list.firstElementChild;
    for (const { item } of rows.values()) {
      if (item === next) next = item.nextElementSibling;
      else this.#list.insertBefore(item, next);
    }
    if (isAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  /** The row of the last drawing, filled anew if it shows another object. */
  #row(id: string, shown: object, fill: (item: HTMLLIElement) => void): Row {
    const known = this.#rows.get(id);
    if (known?.shown === shown) return known;
    const item = known?.item ?? make('li', {});
    fill(item);
    return { item, shown };
  }

  #fillPending(item: HTMLLIElement, entry: OutboxEntry): void {
    const isFailed = entry.state === 'failed';
    item.setAttribute('part', isFailed ? 'message own failed' : 'message own pending');
    const note = make('small', {}, isFailed ? `Not sent: ${entry.error?.sentence ?? ''}` : 'Sending…');
    item.replaceChildren(make('span', { part: 'message-text' }, entry.text), note);
    if (!isFailed) return;
    const again = make('button', { type: 'button', part: 'retry' }, 'Retry');
    again.addEventListener('click', () => this.retry(entry.messageId));
    const away = make('button', { type: 'button', part: 'discard' }, 'Discard');
    away.addEventListener('click', () => this.discard(entry.messageId));
    item.append(again, away);
  }

  #submit(): void {
    const text = this.#text.value;
    if (text.trim() === '' || !this.send(text)) return;
    this.#text.value = '';
    this.#status.textContent = this.#state;
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}

function fillMessage(item: HTMLLIElement, message: ChatMessage, userId: string): void {
  const { kind, name, text, postedAt, editedAt, deletedAt } = message;
  const isOwn = message.userId === userId;
  item.setAttribute('part', kind === 'system' ? 'message system' : isOwn ? 'message own' : 'message');
  const body = deletedAt != null ? make('em', {}, 'Message deleted') : make('span', { part: 'message-text' }, text);
  if (kind === 'system') return item.replaceChildren(body);
  const time = make('time', { datetime: new Date(postedAt).toISOString() }, hour.format(postedAt));
  const head = make('span', { part: 'message-head' });
  head.append(make('b', {}, name), ' ', time, editedAt != null ? ' · edited' : '');
  item.replaceChildren(head, body);
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name, attributes: Record<string, string>, text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== '') made.textContent = text;
  return made;
}
