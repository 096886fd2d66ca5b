// @ts-check
import { byId, counted, showText } from './dom.js';
import { MessageList } from './message-list.js';
import { layOut } from './rows.js';
import { ScrollKeeper } from './scroll-keeper.js';
import { Stretch } from './stretch.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */

const mostInPage = 400;
const tickMs = 30_000;

/** The middle of the page: the messages of the open room, its history and the way back to the newest one. */
export class Conversation {
  #list;
  #keeper;
  #options;
  #stretch = new Stretch(mostInPage);
  /** @type {RoomState | null} */
  #room = null;
  #isDrawn = true;
  #hasFailed = false;
  #observer;

  /**
   * @param {import('./message-row.js').MessageActions & {
   *   who: () => { me: { userId: string, name: string }, ownIds: Set<string> }, tags: (room: RoomState) => import('./namesakes.js').Tags,
   *   older: (room: RoomState) => Promise<void>, reachedEnd: () => void
   * }} options
   */
  constructor(options) {
    this.#options = options;
    const list = byId('messages');
    this.#list = new MessageList(list, options);
    this.#keeper = new ScrollKeeper(byId('scroller'), list, { isNewest: () => this.#stretch.isNewest, moved: () => this.#moved() });
    byId('pill').addEventListener('click', () => this.toEnd());
    byId('older').addEventListener('click', () => this.#older());
    byId('newer').addEventListener('click', () => this.#newer());
    this.#observer = new IntersectionObserver((entries) => {
      const inView = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target.id);
      if (inView.includes('older') && !this.#hasFailed) void this.#older();
      else if (inView.includes('newer')) this.#newer();
    }, { root: byId('scroller') });
    window.setInterval(() => this.#list.tick(), tickMs);
  }

  /** Whether the open room's newest message is before the reader's eyes. */
  get isSeen() { return document.visibilityState === 'visible' && this.#keeper.isAtEnd; }

  /** @param {RoomState | null} room */
  open(room) {
    this.#room = room;
    this.#hasFailed = false;
    this.#list.clear();
    this.toEnd();
    this.draw();
  }

  toEnd() {
    this.#stretch.toNewest();
    this.#keeper.toEnd();
    this.draw();
  }

  /** Soon, once, however often it is asked for. */
  draw() {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    const later = (/** @type {() => void} */ action) => (document.hidden ? setTimeout(action) : requestAnimationFrame(action));
    later(() => { this.#isDrawn = true; this.#drawNow(); });
  }

  #drawNow() {
    const room = this.#room;
    if (room && this.#keeper.isAtEnd) room.timeline.trim(mostInPage);
    this.#keeper.around(() => {
      this.#drawHistory(room);
      this.#list.draw(room ? this.#rows(room) : []);
    });
    this.#drawPill();
    if (this.#keeper.isAtEnd) this.#options.reachedEnd();
  }

  /** @param {RoomState} room */
  #rows(room) {
    const messages = this.#stretch.shown(room.timeline.messages);
    const { entries, unreadAfter, restartedAt, comings } = room;
    const shown = { messages, unreadAfter, restartedAt, ...this.#options.who(), tags: this.#options.tags(room) };
    const { isNewest } = this.#stretch;
    const last = messages.at(-1)?.sequence ?? 0;
    return layOut({ ...shown, entries: isNewest ? entries : [], comings: comings.lines.filter(({ after }) => isNewest || after < last) });
  }

  /** @param {RoomState} room */
  #hasOlder(room) { return this.#stretch.hasOlder(room.timeline.messages) || room.timeline.hasOlder; }

  /** @param {RoomState | null} room */
  #drawHistory(room) {
    const older = /** @type {HTMLButtonElement} */ (byId('older'));
    const hasOlder = room !== null && this.#hasOlder(room);
    older.hidden = !hasOlder;
    older.disabled = room?.isLoadingOlder ?? false;
    older.textContent = room?.isLoadingOlder ? 'Loading…' : 'Show older messages';
    byId('newer').hidden = this.#stretch.isNewest;
    showText(byId('beginning'), room?.isJoined && !hasOlder ? `This is the beginning of #${room.name}.` : null);
    byId('nobody-spoke').hidden = !room?.isJoined || hasOlder || room.timeline.messages.length + room.entries.length > 0;
    byId('no-room').hidden = room !== null;
  }

  #drawPill() {
    const unread = this.#room?.unread ?? 0;
    const pill = byId('pill');
    pill.hidden = this.#keeper.isAtEnd;
    pill.textContent = unread > 0 ? `${counted(unread, 'new message')} ↓` : 'To the newest ↓';
    pill.classList.toggle('has-unread', unread > 0);
    // Looked at anew: after a page of history a button may still be in view, which is no change that would be told.
    for (const id of ['older', 'newer']) {
      this.#observer.unobserve(byId(id));
      this.#observer.observe(byId(id));
    }
  }

  #moved() {
    const pill = byId('pill');
    if (this.#keeper.isAtEnd === pill.hidden) return;
    this.draw();
  }

  #newer() {
    if (this.#room) this.#stretch.on(this.#room.timeline.messages);
    this.draw();
  }

  async #older() {
    const room = this.#room;
    if (!room || room.isLoadingOlder) return;
    if (this.#stretch.hasOlder(room.timeline.messages)) {
      this.#stretch.back(room.timeline.messages);
      this.draw();
    } else if (room.timeline.hasOlder && room.isJoined) {
      await this.#load(room);
    }
  }

  /** @param {RoomState} room */
  async #load(room) {
    room.isLoadingOlder = true;
    this.#hasFailed = false;
    this.draw();
    try {
      await this.#options.older(room);
      if (room === this.#room) this.#stretch.toOldest(room.timeline.messages);
      showText(byId('older-error'), null);
    } catch (error) {
      this.#hasFailed = true;
      showText(byId('older-error'), `Older messages could not be loaded: ${/** @type {Error} */ (error).message}`);
    }
    room.isLoadingOlder = false;
    this.draw();
  }
}
