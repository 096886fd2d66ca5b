// @ts-check
import { byId, counted, showText } from './dom.js';
import { detailsOf } from './message-details.js';
import { taggedName } from './namesakes.js';
import { namesIn } from './people.js';
import { MessageList } from './message-list.js';
import { layOut } from './rows.js';
import { ScrollKeeper } from './scroll-keeper.js';
import { MessageWindow } from './message-window.js';

/** @typedef {import('./room-state.js').RoomState} RoomState */

const mostInPage = 400;
const tickMs = 30_000;
// A jump to an old message loads up to 4,000 messages.
const jumpPage = 200;
const mostPages = 20;

/** The middle of the page: the messages of the open room, its history and the button to the newest message. */
export class Conversation {
  #list;
  #keeper;
  #options;
  #window = new MessageWindow(mostInPage);
  /** @type {RoomState | null} */
  #room = null;
  #isDrawn = true;
  /** True if the view must still scroll to the first unread message. */
  #isPlacing = false;
  #hasFailed = false;
  /** The id of a message that the view must scroll to. @type {string | null} */
  #target = null;
  #observer;

  /**
   * @param {Omit<import('./message-row.js').MessageActions, 'still'> & {
   *   who: () => { me: { userId: string, name: string }, ownIds: Set<string> }, tags: (room: RoomState) => import('./namesakes.js').Tags,
   *   older: (room: RoomState, count?: number) => Promise<void>, seen: (through: number | null) => void
   * }} options
   */
  constructor(options) {
    this.#options = options;
    const list = byId('messages');
    this.#list = new MessageList(list, { ...options, still: (change) => this.#keeper.still(change) });
    this.#keeper = new ScrollKeeper(byId('scroller'), list, { isNewest: () => this.#window.isNewest, moved: () => this.#moved() });
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

  /** True if the open room's newest message is in view. */
  get isSeen() { return document.visibilityState === 'visible' && !this.#isPlacing && this.#keeper.isAtEnd; }

  /** @param {RoomState | null} room */
  open(room) {
    this.#room = room;
    this.#hasFailed = false;
    this.#target = null;
    this.#list.clear();
    this.#keeper.toEnd();
    this.toUnread();
  }

  toEnd() {
    this.#isPlacing = false;
    this.#target = null;
    this.#window.toNewest();
    this.#keeper.toEnd();
    this.draw();
  }

  /** Scrolls to the first unread message, or to the end. */
  toUnread() {
    this.#isPlacing = true;
    this.draw();
  }

  /**
   * Scrolls to a message and focuses it; loads the history up to it if necessary.
   * @param {string} messageId @returns {Promise<boolean>} whether the message was found
   */
  async toMessage(messageId) {
    const room = this.#room;
    if (!room) return false;
    this.#isPlacing = false;
    this.#target = messageId;
    for (let pages = 0; !room.timeline.find(messageId); pages++) {
      if (pages === mostPages || !room.timeline.hasOlder || this.#target !== messageId) break;
      await (room.loadingOlder ?? this.#load(room, jumpPage));
      if (this.#hasFailed) break;
    }
    const isFound = room.timeline.find(messageId) !== null;
    if (!isFound && this.#target === messageId) this.#target = null;
    this.draw();
    return isFound;
  }

  /** The page is visible again: the user has seen nothing that arrived meanwhile. */
  lookedAt() {
    if (document.visibilityState === 'visible' && this.#keeper.isAtEnd && this.#room && this.#room.unread > 0) this.toUnread();
    else this.draw();
  }

  /** Runs soon and once, however often it is requested. */
  draw() {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    const later = (/** @type {() => void} */ action) => (document.hidden ? setTimeout(action) : requestAnimationFrame(action));
    later(() => { this.#isDrawn = true; this.#drawNow(); });
  }

  #drawNow() {
    const room = this.#room;
    const target = this.#target === null ? null : room?.timeline.placeOf(this.#target) ?? null;
    if (this.#isPlacing) this.#window.reach(room?.timeline.messages ?? [], room?.firstUnread?.sequence ?? Infinity);
    else if (room && target !== null) this.#window.reach(room.timeline.messages, target);
    // Nothing is trimmed while the history up to a message is loaded.
    else if (this.#target !== null) this.#window.keep(room?.timeline.messages ?? []);
    else if (room && this.#keeper.isAtEnd) room.timeline.trim(mostInPage);
    else if (room) this.#window.keep(room.timeline.messages);
    this.#keeper.around(() => {
      this.#drawHistory(room);
      this.#list.draw(room ? this.#rows(room) : []);
    });
    if (this.#isPlacing) this.#place(room);
    if (target !== null) this.#arrive();
    this.#see();
    this.#drawPill();
    // Observed again: after a page of history a button may still be in view, and the observer reports only changes.
    for (const id of ['older', 'newer']) {
      this.#observer.unobserve(byId(id));
      this.#observer.observe(byId(id));
    }
  }

  /** @param {RoomState | null} room */
  #place(room) {
    // It may not be loaded yet.
    if (room?.hasMoreUnread && room.isJoined && !this.#hasFailed && room.timeline.messages.length < mostInPage)
      return void this.#load(room);
    this.#isPlacing = false;
    this.#keeper.toRow(room && room.unread > 0 ? document.querySelector('#messages .unread') : null);
  }

  /** The row of the target is in the list. */
  #arrive() {
    const selector = `#messages [data-message-id="${CSS.escape(this.#target ?? '')}"]`;
    const row = /** @type {HTMLElement | null} */ (document.querySelector(selector));
    this.#target = null;
    this.#keeper.toRow(row);
    row?.focus({ preventScroll: true });
  }

  /** Reports the messages that were in view. */
  #see() {
    const room = this.#room;
    if (!room || this.#isPlacing || document.visibilityState !== 'visible' || (room.unread === 0 && !this.#keeper.isAtEnd)) return;
    if (this.#keeper.isAtEnd) return this.#options.seen(null);
    const place = room.timeline.placeOf(this.#keeper.lastSeen?.dataset.messageId ?? '');
    if (place !== null) this.#options.seen(place);
  }

  /** @param {RoomState} room */
  #rows(room) {
    const messages = this.#window.shown(room.timeline.messages);
    const { entries, unreadAfter, restartedAt, info } = room;
    // A room that announces already has lines for joins and leaves.
    const presence = info?.announce ? [] : room.presence.lines;
    const who = this.#options.who();
    const tags = this.#options.tags(room);
    const shown = { messages, unreadAfter, restartedAt, ...who, tags, details: detailsOf(room, who, tags) };
    const names = namesIn(room);
    const nameOf = (/** @type {string} */ userId) => {
      const name = names.get(userId);
      return who.ownIds.has(userId) ? 'you' : name === undefined ? null : taggedName(tags, { userId, name });
    };
    const { isNewest } = this.#window;
    const last = messages.at(-1)?.sequence ?? 0;
    const lines = presence.filter(({ after }) => isNewest || after < last);
    return layOut({ ...shown, nameOf, entries: isNewest ? entries : [], presence: lines });
  }

  /** @param {RoomState} room */
  #hasOlder(room) { return this.#window.hasOlder(room.timeline.messages) || room.timeline.hasOlder; }

  /** @param {RoomState | null} room */
  #drawHistory(room) {
    const older = /** @type {HTMLButtonElement} */ (byId('older'));
    const hasOlder = room !== null && this.#hasOlder(room);
    older.hidden = !hasOlder;
    older.disabled = room?.loadingOlder != null;
    older.textContent = room?.loadingOlder ? 'Loading…' : 'Show older messages';
    byId('newer').hidden = this.#window.isNewest;
    showText(byId('beginning'), room?.isJoined && !hasOlder ? `This is the beginning of ${room.label}.` : null);
    byId('nobody-spoke').hidden = !room?.isJoined || hasOlder || room.timeline.messages.length + room.entries.length > 0;
    byId('no-room').hidden = room !== null;
  }

  #drawPill() {
    const unread = this.#room?.unread ?? 0;
    const pill = byId('pill');
    pill.hidden = this.#keeper.isAtEnd;
    pill.textContent = unread > 0 ? `${counted(unread, 'new message')} ↓` : 'To the newest ↓';
    pill.classList.toggle('has-unread', unread > 0);
  }

  #moved() {
    this.#see();
    if (this.#keeper.isAtEnd === byId('pill').hidden) this.#drawPill();
    else this.draw();
  }

  #newer() {
    if (this.#room) this.#window.on(this.#room.timeline.messages);
    this.draw();
  }

  async #older() {
    const room = this.#room;
    if (!room || room.loadingOlder) return;
    if (this.#window.hasOlder(room.timeline.messages)) {
      this.#window.back(room.timeline.messages);
      this.draw();
    } else if (room.timeline.hasOlder && room.isJoined) {
      await this.#load(room);
    }
  }

  /** @param {RoomState} room @param {number} [count] of messages */
  #load(room, count) {
    room.loadingOlder ??= this.#loadPage(room, count).finally(() => {
      room.loadingOlder = null;
      this.draw();
    });
    this.draw();
    return room.loadingOlder;
  }

  /** @param {RoomState} room @param {number} [count] */
  async #loadPage(room, count) {
    this.#hasFailed = false;
    try {
      await this.#options.older(room, count);
      if (room === this.#room && this.#target === null) this.#window.toOldest(room.timeline.messages);
      showText(byId('older-error'), null);
    } catch (error) {
      this.#hasFailed = true;
      showText(byId('older-error'), `Older messages could not be loaded: ${/** @type {Error} */ (error).message}`);
    }
  }
}
