// @ts-check
import { toChatError } from './chat-error.js';
import { delay } from './clock.js';
import { errorCodes } from './contracts.js';
import { Deferred } from './deferred.js';
import { InboxState } from './inbox-state.js';
import { ReadMarks } from './read-marks.js';

/** @typedef {import('./contracts.js').InboxEntry} InboxEntry */
/** @typedef {import('./contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('./ports.js').RoomCursor} RoomCursor */
/** @typedef {{ added: InboxEntry[], changed: InboxEntry[], removed: InboxEntry[] }} InboxChanges */

const keepMs = 5_000;

/**
 * Follows the inbox: reads it on each new connection, applies the updates, and closes gaps with one call at a time. It gathers the
 * changes until the app's handlers are ready for them.
 */
export class Inbox {
  #options;
  #state = new InboxState();
  #marks;
  /** The entries that the app has. @type {Map<string, InboxEntry>} */
  #shown = new Map();
  /** @type {Deferred<void> | null} settles when the inbox is read on this connection */
  #read = null;
  /** @type {'idle' | 'under way' | 'done'} */
  #reading = 'idle';
  /** The kept inbox is loaded. */
  #isBegun = false;
  #isWorking = false;
  #isRefused = false;
  #isPosted = false;
  /** @type {unknown} the timer of the next write to the store */
  #keeping = null;

  /**
   * @param {{
   *   invoke: (method: string, request: object) => Promise<any>, isUp: () => boolean, clock: import('./ports.js').Clock,
   *   retries: import('./retries.js').Retries, pump: Pick<import('./event-dispatcher.js').EventDispatcher, 'post'>,
   *   store: import('./ports.js').InboxStore | null, marksOwn: boolean, warn: (what: string, error: unknown) => void,
   *   raise: (changes: InboxChanges) => unknown
   * }} options
   */
  constructor(options) {
    this.#options = options;
    this.#marks = new ReadMarks({
      ...options,
      stored: (sequence, { room, readThrough }) => this.#do(() => this.#state.mark(room, (known) => known.marked(sequence, readThrough))),
      refused: (room) => this.#do(() => this.#state.mark(room, (known) => known.unmark())),
    });
  }

  /** The rooms as they are now, the one with the newest message first. */
  get entries() {
    const at = (/** @type {InboxEntry} */ { lastMessage, joinedAt }) => Math.max(lastMessage?.postedAt ?? 0, joinedAt);
    return this.#state.all.sort((a, b) => at(b) - at(a) || (a.room < b.room ? -1 : 1));
  }

  /** @param {string} room */
  find(room) { return this.#state.shown(room); }

  /** Follows from now on; a second call waits for the reading of the current connection. */
  async follow() {
    if (this.#reading === 'idle') {
      this.#isRefused = false;
      this.#begin();
      const kept = await this.#load();
      this.#isBegun = true;
      this.#do(() => {
        if (kept && !this.#state.cursor) this.#state.restore(kept);
        this.#state.readAnew();
      });
    }
    return this.#read?.promise;
  }

  /** The connection is new. */
  up() {
    this.#isRefused = false;
    if (this.#read) this.#begin();
    this.#do(() => this.#state.readAnew());
    this.#marks.wake();
  }

  /** There will be no connection. @param {unknown} why */
  giveUp(why) {
    this.#marks.giveUp(why);
    if (this.#reading === 'under way') this.#fail(why);
  }

  /** @param {import('./contracts.js').InboxUpdate} update */
  receive(update) {
    this.#do(() => {
      this.#state.hold(update);
      if (!this.#isWorking) this.#state.takeHeld();
    });
  }

  /** @param {import('./contracts.js').InboxActivity} activity */
  receiveActivity(activity) { this.#do(() => this.#state.takeActivity(activity)); }

  /**
   * @param {string} room @param {RoomCursor} cursor @param {ChatMessage[]} messages @param {string} userId @param {boolean} isSnapshot
   */
  receiveMessages(room, cursor, messages, userId, isSnapshot) {
    this.#do(() => this.#state.takeMessages(room, cursor, messages, userId, isSnapshot));
  }

  /** @param {string} room @param {number} sequence */
  markRead(room, sequence) {
    const isStored = (this.find(room)?.readThrough ?? -1) >= sequence;
    this.#do(() => this.#state.mark(room, (known) => known.mark(sequence)));
    return this.#marks.mark(room, sequence, isStored);
  }

  /** Sends the read cursors that wait, without the delay. @returns {Promise<unknown> | null} null if nothing can be sent */
  flush() { return this.#marks.flush(); }

  /** Stores the latest changes, if they are not stored yet. */
  async keepNow() {
    const { store, clock, warn } = this.#options;
    const { cursor } = this.#state;
    if (!store || this.#keeping === null) return;
    clock.clearTimeout(this.#keeping);
    this.#keeping = null;
    if (!cursor) return;
    await store.saveInbox({ ...cursor, entries: this.#state.all })
      .catch((error) => warn('The inbox could not be kept: a restart begins empty.', error));
  }

  /** The user's own message is stored: the user has read the room up to it. @param {string} room @param {number} sequence */
  sent(room, sequence) { if (this.#read && this.#options.marksOwn) void this.markRead(room, sequence).catch(() => {}); }

  /** A caller that waits already keeps its promise. */
  #begin() {
    if (this.#reading !== 'under way') this.#read = new Deferred();
    this.#reading = 'under way';
  }

  /** @param {unknown} why */
  #fail(why) {
    this.#reading = 'idle';
    this.#read?.reject(why);
  }

  /** @param {() => void} act */
  #do(act) {
    if (!this.#isBegun) return;
    act();
    this.#post();
    void this.#work();
  }

  async #work() {
    const { clock, invoke, isUp, retries } = this.#options;
    if (this.#isWorking || this.#isRefused) return;
    this.#isWorking = true;
    for (let failures = 0; this.#state.isBehind && isUp();) {
      const { reading, request } = this.#state;
      try {
        const page = await invoke('FollowInbox', request);
        const isProgress = reading !== this.#state.reading || this.#state.takePage(page, request.after === null);
        failures = isProgress ? 0 : failures + 1;
        if (failures > 0) await delay(clock, retries.delayMs({ isOutcomeUnknown: true, retryAfterMs: null }, failures));
      } catch (thrown) {
        const error = toChatError(thrown);
        const isPassing = error.isRetryable || error.isOutcomeUnknown || error.code === errorCodes.internalError;
        if (!isPassing) {
          this.#isRefused = true;
          this.#fail(error);
          break;
        }
        await delay(clock, retries.delayMs(error, failures++));
      }
      this.#post();
    }
    this.#isWorking = false;
    if (this.#state.isBehind) return;
    this.#state.takeHeld();
    this.#post();
    if (this.#state.isBehind) return void this.#work();
    this.#reading = 'done';
    this.#read?.resolve(undefined);
  }

  /** One event waits at most, however many changes there are: it reads the difference when it runs. */
  #post() {
    if (this.#isPosted || this.#state.touched.size === 0) return;
    this.#isPosted = true;
    this.#options.pump.post('inbox', () => {
      this.#isPosted = false;
      const changes = this.#take();
      if (changes.added.length + changes.changed.length + changes.removed.length === 0) return;
      this.#keep();
      return this.#options.raise(changes);
    });
  }

  #take() {
    /** @type {InboxChanges} */
    const changes = { added: [], changed: [], removed: [] };
    for (const room of this.#state.touched) {
      const before = this.#shown.get(room);
      const now = this.#state.shown(room);
      if (now && JSON.stringify(now) !== JSON.stringify(before)) {
        changes[before ? 'changed' : 'added'].push(now);
        this.#shown.set(room, now);
      } else if (!now && before) {
        changes.removed.push({ ...before, left: this.#state.leftBecause(room) });
        this.#shown.delete(room);
      }
    }
    this.#state.touched.clear();
    return changes;
  }

  async #load() {
    try {
      return await this.#options.store?.loadInbox() ?? null;
    } catch (error) {
      this.#options.warn('The inbox could not be read: it begins empty.', error);
      return null;
    }
  }

  #keep() {
    if (this.#options.store) this.#keeping ??= this.#options.clock.setTimeout(() => this.keepNow(), keepMs);
  }
}
