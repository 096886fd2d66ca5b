// @ts-check
import { toChatError } from './chat-error.js';
import { delay } from './clock.js';
import { errorCodes, limits } from './contracts.js';
import { readData } from './message-data.js';

/** @typedef {import('./contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('./contracts.js').MessageReactions} MessageReactions */
/** @typedef {import('./contracts.js').ChangedMember} ChangedMember */
/** @typedef {import('./contracts.js').RoomInfo} RoomInfo */
/** @typedef {import('./contracts.js').RoomUpdate} RoomUpdate */
/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */
/** @typedef {import('./ports.js').RoomCursor} RoomCursor */
/** @typedef {import('./chat-error.js').ChatError} ChatError */
/**
 * @typedef {{ messages: ChatMessage[], reactions: MessageReactions[], members: ChangedMember[], info: RoomInfo | null }} RoomChanges
 * The changes of a room: each array by revision; `info` is null if the settings did not change.
 */
/**
 * @typedef {{
 *   reset(changes: RoomChanges, cursor: RoomCursor): void,
 *   changed(changes: RoomChanges, cursor: RoomCursor, isCatchUp: boolean): void,
 *   joined(answer: JoinRoomResult): void,
 *   caughtUp(missed: number): void,
 *   refused(error: ChatError): void
 * }} RoomEvents
 * `reset`: drop all data and begin with these messages; `changed`: the changes, each once and in order.
 */

/** @typedef {Pick<RoomUpdate, 'through' | 'messages' | 'reactions' | 'members' | 'info'>} Changed */

const heldUpdates = 100;

/** The changes after a revision. @param {Changed} update @param {number} after @returns {RoomChanges} */
function changesOf({ messages, reactions, members, info }, after) {
  const isNew = (/** @type {{ revision: number }} */ { revision }) => revision > after;
  return {
    messages: readData(messages.filter(isNew)), reactions: reactions?.filter(isNew) ?? [], members: members?.filter(isNew) ?? [],
    info: info && isNew(info) ? readData([info])[0] : null,
  };
}

/** The cursor of one room: delivers each change once and in order, and requests missing changes. */
export class RoomSession {
  #room;
  #options;
  /** @type {number | null} the last delivered revision */
  #cursor = null;
  /** @type {string | null} */
  #epoch = null;
  /** The highest revision known to exist. */
  #want = 0;
  /** @type {RoomUpdate[] | null} live updates that arrived before the answer to the join */
  #held = null;
  /** @type {Promise<void> | null} */
  #filling = null;
  // Each join and each loss of the connection begins a new turn; an answer of an earlier turn is dropped.
  #turn = 0;
  #handedOn = 0;
  #wasJoined = false;

  /**
   * @param {string} room
   * @param {{
   *   invoke: (method: string, request: object) => Promise<any>, events: RoomEvents, clock: import('./ports.js').Clock,
   *   retries: import('./retries.js').Retries, pump: Pick<import('./event-dispatcher.js').EventDispatcher, 'hasRoom' | 'waitForRoom'>
   * }} options
   */
  constructor(room, options) {
    this.#room = room;
    this.#options = options;
  }

  /** @type {RoomCursor | null} */
  get cursor() { return this.#cursor === null ? null : { epoch: this.#epoch ?? '', revision: this.#cursor }; }

  /** The next join begins there; null for a snapshot. @param {{ epoch: string | null, revision: number } | null} cursor */
  beginAt(cursor) {
    this.#cursor = cursor?.revision ?? null;
    this.#epoch = cursor?.epoch ?? null;
  }

  /** Joins the room, with the cursor if there is one. */
  async join() {
    const turn = ++this.#turn;
    this.#held = [];
    this.#filling = null;
    this.#handedOn = 0;
    const answer = await this.#ask(turn, 'JoinRoom', { room: this.#room, after: this.#cursor, epoch: this.#epoch });
    if (answer) this.#welcome(answer, turn);
  }

  /** The connection was lost, or the user left the room. */
  lost() {
    this.#turn++;
    this.#held = null;
    this.#filling = null;
  }

  /**
   * The server reports that the user is no longer in the room. During a join the report may be about an earlier membership:
   * then the client joins once more. Returns whether following has ended.
   */
  endsByRemoval() {
    if (this.#held === null) return true;
    void this.join();
    return false;
  }

  /** @param {RoomUpdate} update pushed by the server */
  receive(update) {
    if (this.#held) return this.#hold(update);
    if (this.#cursor === null) return;
    if (update.epoch !== this.#epoch) return void this.join();
    this.#want = Math.max(this.#want, update.through);
    // While the handlers are behind, the data stays on the server: the client fetches it after they catch up.
    if (update.after <= this.#cursor && this.#options.pump.hasRoom) this.#apply(update, false);
    else void this.#fill();
  }

  /** @param {RoomUpdate} update */
  #hold(update) {
    const held = /** @type {RoomUpdate[]} */ (this.#held);
    // Beyond the limit it is enough to know that more exists: the dropped update leaves a gap, which a fetch then fills.
    if (held.length === heldUpdates) held.length = 0;
    held.push(update);
  }

  /** @param {JoinRoomResult} answer @param {number} turn */
  #welcome(answer, turn) {
    const { events } = this.#options;
    const held = this.#held ?? [];
    this.#held = null;
    this.#epoch = answer.epoch;
    this.#wasJoined = true;
    if (answer.reset || this.#cursor === null) {
      this.#cursor = answer.update.through;
      events.reset(changesOf(answer.update, -1), { epoch: answer.epoch, revision: this.#cursor });
    } else {
      this.#apply(answer.update, true);
    }
    this.#want = Math.max(this.#cursor, answer.hasMore ? Math.max(answer.head, this.#cursor + 1) : 0);
    events.joined(answer);
    for (const update of held) if (turn === this.#turn) this.receive(update);
    void this.#fill().then(() => { if (turn === this.#turn) events.caughtUp(answer.reset ? 0 : this.#handedOn); });
  }

  /** @param {Changed} update that begins at the cursor or before it @param {boolean} isCatchUp */
  #apply(update, isCatchUp) {
    const cursor = /** @type {number} */ (this.#cursor);
    if (update.through <= cursor) return;
    const changes = changesOf(update, cursor);
    const { messages, reactions, members, info } = changes;
    this.#cursor = update.through;
    this.#handedOn += messages.filter((message) => message.sequence > cursor).length;
    if (messages.length + reactions.length + members.length === 0 && !info) return;
    this.#options.events.changed(changes, { epoch: this.#epoch ?? '', revision: update.through }, isCatchUp);
  }

  #fill() {
    const filling = this.#filling ?? this.#fillHole(this.#turn).finally(() => {
      if (this.#filling === filling) this.#filling = null;
    });
    this.#filling = filling;
    return filling;
  }

  /** @param {number} turn */
  async #fillHole(turn) {
    for (let inVain = 0; turn === this.#turn && this.#cursor !== null && this.#want > this.#cursor;) {
      await this.#options.pump.waitForRoom();
      const after = this.#cursor;
      const page = await this.#ask(turn, 'GetUpdates', { room: this.#room, after, limit: limits.catchUpPageSize });
      if (!page) return;
      if (page.epoch !== this.#epoch) return void this.join();
      this.#apply(page, true);
      if (page.hasMore) this.#want = Math.max(this.#want, page.through + 1);
      // If the server has nothing after the cursor although more was announced, the client retries with a delay, not in a hot
      // loop.
      inVain = page.through > after ? 0 : inVain + 1;
      if (inVain > 0 && this.#want > this.#cursor) await this.#pause({ isOutcomeUnknown: true, retryAfterMs: null }, inVain);
    }
  }

  /**
   * Retries until there is an answer; returns nothing if the turn is over or the server refused.
   * @param {number} turn @param {string} method @param {object} request
   */
  async #ask(turn, method, request) {
    for (let failures = 0; turn === this.#turn; failures++) {
      try {
        const answer = await this.#options.invoke(method, request);
        return turn === this.#turn ? answer : null;
      } catch (thrown) {
        const error = toChatError(thrown);
        if (turn !== this.#turn) return null;
        if (error.code === errorCodes.cursorUnknown) return this.#forget();
        // A defect of the server does not end the following of a room that was joined before.
        const isPassing = error.isRetryable || error.isOutcomeUnknown || (error.code === errorCodes.internalError && this.#wasJoined);
        if (!isPassing) return this.#refuse(error);
        await this.#pause(error, failures);
      }
    }
    return null;
  }

  /** @param {Pick<ChatError, 'isOutcomeUnknown' | 'retryAfterMs'>} error @param {number} failures */
  #pause(error, failures) { return delay(this.#options.clock, this.#options.retries.delayMs(error, failures)); }

  /** @param {ChatError} error */
  #refuse(error) {
    this.lost();
    this.#options.events.refused(error);
    return null;
  }

  /** The server does not know the cursor: start over with a snapshot. */
  #forget() {
    this.beginAt(null);
    void this.join();
    return null;
  }
}
