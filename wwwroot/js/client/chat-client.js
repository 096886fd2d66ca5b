// @ts-check
import { Requests } from './requests.js';
import { Resume } from './resume.js';
import { delay } from './clock.js';
import { CursorKeeper } from './cursor-keeper.js';
import { isPromise } from './emitter.js';
import { EventDispatcher } from './event-dispatcher.js';
import { HubLink } from './hub-link.js';
import { JoinWaits } from './join-waits.js';
import { KnownLimits } from './known-limits.js';
import { withDefaults } from './options.js';
import { Outbox } from './outbox.js';
import { isStored } from './outbox-entry.js';
import { OutboxPersistence } from './outbox-persistence.js';
import { OwnReactions } from './own-reactions.js';
import { Retries } from './retries.js';
import { Room } from './room.js';
import { uuidV7 } from './uuid-v7.js';
import { SleepDetector } from './sleep-detector.js';
import { errorCodes, hubMethods } from './contracts.js';
import { toChatError } from './chat-error.js';

/** Refusals that end the membership, so that the cursor is no longer valid. @type {Set<string>} */
const notIn = new Set([errorCodes.notAMember, errorCodes.roomNotFound, errorCodes.roomPrivate, errorCodes.banned]);

/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */
/** @typedef {import('./ports.js').RoomCursor} RoomCursor */
/** @typedef {import('./outbox.js').Sending} Sending */
/** @typedef {import('./chat-error.js').ChatError} ChatError */
/** @typedef {import('./inbox.js').Inbox} Inbox */
/** @typedef {import('./chat-events.js').ChatEvents} ChatEvents */

/**
 * A chat client without a page: it connects, reconnects automatically, keeps the cursors, and sends each message once.
 * Handlers run one after the other; the client awaits a promise that a handler returns.
 */
export class ChatClient extends Requests {
  #options;
  #link;
  #pump;
  #retries;
  #cursors;
  #outbox;
  /** @type {Inbox | null} */
  #inbox = null;
  /** @type {Promise<Inbox> | null} */
  #loading = null;
  #wake;
  #joins = new JoinWaits();
  #limits;
  #reactions = new OwnReactions(
    (room) => this.#rooms.get(room)?.session.cursor?.revision ?? (this.#rooms.has(room) ? 0 : null),
    (pending) => this.#tell('reacting', pending));
  /** @type {Map<string, Room>} */
  #rooms = new Map();
  #me = { userId: '', name: '' };

  /** @param {import('./chat-client-options.js').ChatClientOptions} options */
  constructor(options) {
    super((method, request) => this.#link.invoke(method, request), () => this.#options.isBinary);
    const given = this.#options = withDefaults(options);
    const warn = (/** @type {string} */ what, /** @type {unknown} */ error) => { this.raise('warning', { what, error }, () => {}); };
    this.#pump = new EventDispatcher({
      limit: given.eventBacklog, slowAfterMs: given.slowHandlerAfterMs, clock: given.clock,
      slow: (handler) => { this.raise('slow-handler', handler); },
    });
    this.#retries = new Retries(given.backoff, given.clock);
    this.#cursors = new CursorKeeper(given.cursorStore, warn);
    this.#link = new HubLink(given);
    this.#limits = new KnownLimits(given.textLength);
    this.#outbox = this.#makeOutbox(new OutboxPersistence(given.outboxStore, warn));
    const resume = new Resume(this.#link, given);
    this.#wake = new SleepDetector({
      clock: given.clock, window: globalThis.window, document: globalThis.document,
      woke: (jump) => resume.woke(jump), putAside: () => this.#link.sleep(), doubted: () => resume.doubted(),
    });
    this.#listen();
  }

  /** The user, by the token in use. */
  get me() { return this.#me; }
  /** The state of the connection. */
  get status() { return this.#link.status; }
  /** The rooms that are followed. */
  get rooms() { return [...this.#rooms.keys()]; }
  /** The number of sends, edits and deletions with a pending outcome. */
  get pendingCount() { return this.#outbox.size; }

  /** The rooms of the user as they are now, the one with the newest message first; empty before `followInbox`. */
  get inbox() { return this.#inbox?.entries ?? []; }

  /** The limits of the server, from its latest answer to a join; before the first one the defaults. */
  get limits() { return this.#limits.now; }

  /**
   * Connects, and reconnects until `stop`, or until `status` reports `stopped`; after that, the caller may call it again. It
   * first sends what an earlier page left.
   */
  start() {
    // A pending end concerns the earlier callers, not the requests from now on.
    if (this.#link.ending && !this.#link.isWantedAgain) this.#gaveUp(this.#link.ending);
    void this.#outbox.restore();
    this.#link.start();
    if (this.#options.followInbox) void this.followInbox().catch(() => {});
    if (this.#options.wake) this.#wake.start();
  }

  /** Sends the read cursors that wait, and ends the connection. Pending calls fail; their entries stay in the outbox. */
  async stop() {
    this.#wake.stop();
    await this.#link.stop(this.#inbox?.flush());
    await this.#inbox?.keepNow();
  }

  /** Ends the wait before the next try. */
  retryNow() { this.#link.retryNow(); }

  /**
   * Joins the room and follows it through lost connections until `leave`. Without a cursor it continues from the stored one,
   * or begins with a snapshot.
   * @param {string} name
   * @param {RoomCursor} [cursor] begins there, even if the client already follows the room
   * @returns {Promise<JoinRoomResult>} the server's first answer; the caller may ignore it
   */
  join(name, cursor) {
    const known = this.#rooms.get(name);
    if (known && !cursor) return this.#joins.answerOf(name);
    const room = known ?? this.#makeRoom(name);
    this.#rooms.set(name, room);
    const joined = this.#joins.begin(name);
    this.#tellOutbox(name);
    const from = cursor ?? this.#cursors.takeLetGo(name);
    if (from || !this.#cursors.keeps) this.#begin(room, from);
    else void this.#cursors.find(name).then((kept) => { if (this.#rooms.get(name) === room) this.#begin(room, kept); });
    return joined;
  }

  /** Ends the membership, after the room's pending calls; retried until the outcome is known. @param {string} room */
  async leave(room) {
    await this.#outbox.add({ kind: 'leave', room, messageId: '' }).outcome;
    this.#removed({ room, code: 'left' }, true);
  }

  /**
   * Stops following a room and keeps the membership: the server sends this connection no more of it, and its place among
   * `limits.roomsPerConnection` is free. Its counts come with the inbox. The next join continues where this one ended, unless `forget`
   * follows. Calls of the room, also those that wait in the outbox, go out all the same: a member may send to a room that is not joined.
   * @param {string} name
   * @returns {Promise<void>} the caller may ignore it
   */
  unsubscribe(name) {
    const room = this.#rooms.get(name);
    if (!room) return Promise.resolve();
    const { cursor } = room.session;
    this.forget(name);
    this.#cursors.letGo(name, cursor);
    this.#outbox.wake(name);
    const done = this.#unsubscribe(name);
    done.catch(() => {});
    return done;
  }

  /** Stops following a room, for example one that cannot be joined, without a call to the server. @param {string} room */
  forget(room) {
    this.#rooms.get(room)?.lost();
    this.#rooms.delete(room);
    this.#cursors.takeLetGo(room);
    this.#reactions.restarted(room);
    this.#joins.end(room);
  }

  /**
   * Queues a message; the outbox keeps it until the server stores or refuses it. Throws a ChatError if the outbox is full or
   * the text is too long.
   * @param {string} room
   * @param {string} text
   * @param {string | null} [replyTo] the id of the message that this message replies to
   * @param {string} [messageId] the id of an earlier try with an unknown outcome
   * @param {{ data?: object | null, mentions?: string[] | null }} [details] an object of the app of at most 8 KB as JSON, and the ids of
   * the users whom the message mentions
   * @returns {Sending}
   */
  send(room, text, replyTo = null, messageId = this.#newId(), { data = null, mentions = null } = {}) {
    this.#rooms.get(room)?.typingSignal.sent();
    return this.#outbox.add({ kind: 'send', room, messageId, text, replyTo, data, mentions });
  }

  /** Sends a failed message again. @param {string} room @param {string} messageId */
  retry(room, messageId) { this.#outbox.retry(room, messageId); }

  /** Removes a message from the outbox, unless it is being sent. @param {string} room @param {string} messageId */
  discard(room, messageId) { this.#outbox.discard(room, messageId); }

  /**
   * Queued after earlier calls of the room, and retried like a send.
   * @param {string} room
   * @param {string} messageId
   * @param {string} text
   * @returns {Promise<import('./contracts.js').ChangeMessageResult>}
   */
  edit(room, messageId, text) { return this.#change({ kind: 'edit', room, messageId, text }); }

  /**
   * Queued after earlier calls of the room, and retried like a send.
   * @param {string} room
   * @param {string} messageId
   * @returns {Promise<import('./contracts.js').ChangeMessageResult>}
   */
  delete(room, messageId) { return this.#change({ kind: 'delete', room, messageId }); }

  /**
   * Adds a reaction of the user to a message, or takes it back. Queued after earlier calls of the room, and retried like a send, but
   * not stored. The event `reacting` has it at once.
   * @param {string} room
   * @param {string} messageId
   * @param {string} emoji one visible character as a user sees it
   * @param {boolean} [isOn]
   * @returns {Promise<import('./contracts.js').ChangeMessageResult>}
   */
  react(room, messageId, emoji, isOn = true) {
    const outcome = this.#change({ kind: isOn ? 'react' : 'unreact', room, messageId, text: emoji });
    return this.#reactions.track(room, messageId, emoji, isOn, outcome);
  }

  /**
   * Follows the inbox from now on: the rooms of the user with what is unread, also those that are not joined. Resolves when it is read; a
   * second call waits for the reading of the current connection. Rejects if the client stops for good before.
   * @returns {Promise<void>}
   */
  async followInbox() {
    const inbox = await this.#loadInbox();
    const followed = inbox.follow();
    if (this.#link.over) inbox.giveUp(this.#link.over);
    return followed;
  }

  /** The entry of a room as it is now; null if the user is not in the room. @param {string} room */
  inboxEntry(room) { return this.#inbox?.find(room) ?? null; }

  /**
   * Marks a room as read up to a message, on every device of the user. The entry changes at once. The client sends the newest place of
   * each room, at most once a second, and repeats it after a lost connection.
   * @param {string} room
   * @param {number} sequence of the message; one beyond the newest message counts as the newest
   * @returns {Promise<import('./contracts.js').MarkReadResult>}
   */
  async markRead(room, sequence) { return (this.#inbox ?? await this.#loadInbox()).markRead(room, sequence); }

  /**
   * Sends the read cursors that wait now, and resolves when their outcome is known. It is for a page that is about to be hidden or
   * closed; `stop` does it too. A failure goes to the caller of `markRead`.
   */
  async flushReadMarks() { await this.#inbox?.flush(); }

  /** The user typed; the app may call it as often as it likes. @param {string} room */
  typed(room) { this.#rooms.get(room)?.typingSignal.typed(); }

  /** The user cleared the text. @param {string} room */
  stoppedTyping(room) { this.#rooms.get(room)?.typingSignal.stopped(); }

  /**
   * Another connection joins only the rooms that the client follows. The server takes the calls of a connection in their order, so a later
   * join is not undone.
   * @param {string} room
   */
  async #unsubscribe(room) {
    for (let failures = 0; this.#link.isUp && !this.#rooms.has(room); failures++) {
      try {
        return await this.#link.invoke(hubMethods.UnsubscribeRoom, { room });
      } catch (thrown) {
        const error = toChatError(thrown);
        if (!error.isRetryable && !error.isOutcomeUnknown) throw error;
        await delay(this.#options.clock, this.#retries.delayMs(error, failures));
      }
    }
  }

  #newId() { return uuidV7(this.#options.clock.now()); }

  /** The code of the inbox is loaded for an app that follows it. @returns {Promise<Inbox>} */
  #loadInbox() {
    const { clock, inboxStore: store, marksOwnMessagesRead: marksOwn } = this.#options;
    return this.#loading ??= import('./inbox.js').then((module) => this.#inbox = new module.Inbox({
      invoke: (method, request) => this.#link.invoke(method, request), isUp: () => this.#link.isUp, clock, retries: this.#retries,
      pump: this.#pump, store, marksOwn, warn: (what, error) => { this.raise('warning', { what, error }, () => {}); },
      raise: (changes) => this.#raise('inbox', changes),
    }), (error) => {
      this.#loading = null;
      throw toChatError(error);
    });
  }

  /** @param {import('./outbox.js').Draft} draft */
  async #change(draft) { return this.#outbox.add(draft).outcome; }

  #listen() {
    this.#link.on('status', (status) => {
      if (status.state === 'stopped' && status.error && !this.#link.isWantedAgain) this.#gaveUp(status.error);
      this.#tell('status', status);
    });
    this.#link.on('up', (token) => this.#up(token));
    this.#link.on('down', () => { for (const room of this.#rooms.values()) room.lost(); });
    this.#link.listen('RoomUpdated', (update) => this.#rooms.get(update.room)?.session.receive(update));
    this.#link.listen('TypingChanged', (change) => this.#typing(change));
    this.#link.listen('PresenceChanged', (change) => this.#presence(change));
    this.#link.listen('InboxUpdated', (update) => this.#inbox?.receive(update));
    this.#link.listen('InboxActivity', (activity) => this.#inbox?.receiveActivity(activity));
    this.#link.listen('ReadCursorChanged', (change) => { if (this.#pump.hasRoom) this.#tell('read-cursor', change); });
    this.#link.listen('RemovedFromRoom', (removal) => this.#removed(removal, false));
    this.#link.listen('SessionEnding', (ending) => { this.#outbox.ending(ending); this.#tell('ending', ending); });
  }

  /** @param {OutboxPersistence} records */
  #makeOutbox(records) {
    const { clock, outboxLimit, outboxFull, keepFailed } = this.#options;
    return new Outbox({
      clock, records, retries: this.#retries, limit: outboxLimit, whenFull: outboxFull, keepFailed, newId: () => this.#newId(),
      refusal: (text) => this.#limits.refusal(text), refusalOfKept: (text) => this.#limits.refusalOfKept(text),
      isBinary: this.#options.isBinary,
      invoke: (method, request) => this.#link.invoke(method, request), userId: () => this.#me.userId,
      isReady: (room) => this.#link.isUp && (this.#rooms.get(room)?.isCaughtUp ?? true),
      accepted: (entry, answer) => this.#tell('accepted', { room: entry.room, entry, answer, me: this.#me }),
      changed: (room) => this.#tellOutbox(room),
      settled: (entry, outcome) => {
        if (isStored(entry)) this.#tell('settled', { room: entry.room, entry, ...outcome });
        if (entry.kind === 'send' && outcome.result) this.#inbox?.sent(entry.room, outcome.result.sequence);
      },
    });
  }

  /** @param {string} name */
  #makeRoom(name) {
    return new Room(name, {
      emit: (event, payload) => this.#tell(event, payload),
      invoke: (method, request) => this.#link.invoke(method, request), isUp: () => this.#link.isUp,
      clock: this.#options.clock, retries: this.#retries, pump: this.#pump,
      reset: ({ messages, reactions, info }, cursor) => this.#handOn('reset', { room: name, messages, reactions, info, cursor }),
      changed: (changes, cursor, isCatchUp) => this.#handOn('messages', { room: name, ...changes, cursor, isCatchUp }),
      limits: this.#limits, joined: (answer) => this.#joins.done(name, answer),
      caughtUp: (missed) => { this.#outbox.wake(name); this.#tell('caught-up', { room: name, missed }); },
      refused: (error) => this.#refused(name, error),
    });
  }

  /** @param {Room} room @param {RoomCursor | null} cursor */
  #begin(room, cursor) {
    room.session.beginAt(cursor);
    room.isBegun = true;
    if (this.#link.isUp) room.join();
  }

  /** @param {import('./ports.js').AccessToken} token */
  #up({ userId, name }) {
    this.#me = { userId, name };
    this.#tell('identity', this.#me);
    for (const room of this.#rooms.values()) if (room.isBegun) room.join();
    this.#outbox.wakeAll();
    this.#inbox?.up();
  }

  /** There is no connection, and the client does not retry. @param {ChatError} why */
  #gaveUp(why) {
    this.#outbox.giveUp(why);
    this.#joins.fail(why);
    this.#inbox?.giveUp(why);
  }

  /** @param {string} name @param {ChatError} error */
  #refused(name, error) {
    this.#joins.refuse(name, error);
    this.forget(name);
    this.#outbox.wake(name);
    const isOut = notIn.has(error.code);
    if (isOut) this.#cursors.left(name);
    this.#tell('refused', { room: name, error });
    if (isOut) this.#pump.post('refused', () => this.#cursors.forget(name));
  }

  /** @template {keyof ChatEvents} Name @param {Name} name @param {ChatEvents[Name]} payload */
  #tell(name, payload) { this.#pump.post(name, () => this.#raise(name, payload)); }

  /**
   * Raises the messages of a room, and then stores the cursor: after every handler has succeeded, before the next event.
   * @param {'reset' | 'messages'} name @param {any} payload
   */
  #handOn(name, payload) {
    const { room, messages, cursor } = payload;
    this.#cursors.reached(room, cursor);
    this.#pump.post(name, () => {
      const well = this.#raise(name, payload);
      const keep = (/** @type {boolean} */ isWell) => this.#cursors.handled(room, cursor, name === 'reset', isWell);
      return isPromise(well) ? well.then(keep) : keep(well);
    });
    this.#inbox?.receiveMessages(room, cursor, messages, this.#me.userId, name === 'reset');
    if (name === 'reset') this.#reactions.restarted(room);
    this.#reactions.reached(room, cursor.revision);
    // After the event: a handler that draws in between must find the message in at least one place.
    for (const message of messages) this.#outbox.seen(room, message);
  }

  /** @template {keyof ChatEvents} Name @param {Name} name @param {ChatEvents[Name]} payload */
  #raise(name, payload) {
    return this.raise(name, payload, (error) => {
      console.error(error);
      this.raise('warning', { what: `A handler of ${name} failed.`, error }, () => {});
    });
  }

  /** @param {string} room */
  #tellOutbox(room) {
    const entries = this.#outbox?.entries(room) ?? [];
    this.#tell('outbox', {
      room, entries: entries.filter((entry) => entry.kind === 'send'),
      changes: entries.filter((entry) => entry.kind === 'edit' || entry.kind === 'delete'),
    });
  }

  /** @param {import('./contracts.js').TypingChange} change */
  #typing(change) {
    if (change.userId !== this.#me.userId && this.#pump.hasRoom) this.#rooms.get(change.room)?.typing.apply(change);
  }

  /** @param {import('./contracts.js').PresenceChange} change */
  #presence(change) {
    const room = this.#rooms.get(change.room);
    if (!room) return;
    const { joined, left } = room.presence.apply(change);
    if (room.state !== 'joined') return;
    for (const { userId } of change.left) room.typing.end(userId);
    const { users, count } = room.presence;
    if (this.#pump.hasRoom) this.#tell('presence', { room: change.room, users, count, joined, left });
  }

  /** @param {{ room: string, code: string }} removal @param {boolean} isSure that it is not outdated */
  #removed({ room, code }, isSure) {
    const held = this.#rooms.get(room);
    if (!isSure && !held?.session.endsByRemoval()) return;
    this.forget(room);
    this.#cursors.left(room);
    if (held) this.#tell('removed', { room, code });
    this.#pump.post('removed', () => this.#cursors.forget(room));
  }
}
