// @ts-check
import { Presence } from './presence.js';
import { RoomSession } from './room-session.js';
import { TypingSignal, TypingUsers } from './typing.js';

/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */

/** The client's state of one joined room. */
export class Room {
  /** @type {'joining' | 'joined' | 'away'} */
  state = 'away';
  role = 'member';
  presence = new Presence();
  /** Everything missed has been delivered, so that nothing is sent that is already in the room. */
  isCaughtUp = false;
  /** The position to read from is known. */
  isBegun = false;
  #emit;
  #limits;

  /**
   * @param {string} name
   * @param {{
   *   emit: (event: any, payload: any) => void, invoke: (method: string, request: object) => Promise<any>, isUp: () => boolean,
   *   clock: import('./ports.js').Clock, retries: import('./retries.js').Retries, pump: import('./event-dispatcher.js').EventDispatcher,
   *   reset: import('./room-session.js').RoomEvents['reset'], changed: import('./room-session.js').RoomEvents['changed'],
   * limits: import('./known-limits.js').KnownLimits, caughtUp: (missed: number) => void, joined: (answer: JoinRoomResult) =>
   * void, refused: (error: import('./chat-error.js').ChatError) => void
   * }} client
   */
  constructor(name, { emit, isUp, limits, reset, changed, caughtUp, joined, refused, ...session }) {
    this.name = name;
    this.#limits = limits;
    this.#emit = emit;
    this.typing = new TypingUsers(session.clock, () => emit('typing', { room: name, names: this.typing.names, users: this.typing.users }));
    this.typingSignal = new TypingSignal(session.clock, (isTyping) => {
      // Best effort: a lost notice does not matter.
      if (isUp()) session.invoke(isTyping ? 'StartTyping' : 'StopTyping', { room: name }).catch(() => {});
    });
    this.session = new RoomSession(name, {
      ...session,
      events: {
        reset: (changes, cursor) => { reset(changes, cursor); this.#seen(changes.messages); },
        changed: (changes, ...rest) => { changed(changes, ...rest); this.#seen(changes.messages); },
        joined: (answer) => { this.#joined(answer); joined(answer); },
        caughtUp: (missed) => { this.isCaughtUp = true; caughtUp(missed); },
        refused,
      },
    });
  }

  join() {
    this.state = 'joining';
    this.isCaughtUp = false;
    this.presence.hold();
    void this.session.join();
  }

  /** The connection was lost: presence and typing are unknown. */
  lost() {
    this.state = 'away';
    this.isCaughtUp = false;
    this.session.lost();
    this.typing.clear();
    this.typingSignal.sent();
  }

  /** @param {import('./contracts.js').ChatMessage[]} messages */
  #seen(messages) { for (const { userId } of messages) this.typing.end(userId); }

  /** @param {JoinRoomResult} answer */
  #joined(answer) {
    this.state = 'joined';
    this.role = answer.role;
    this.#limits.learn(answer.limits);
    this.presence.begin(answer.present, answer.presentCount);
    this.#emit('joined', { room: this.name, role: answer.role, isReset: answer.reset, limits: this.#limits.now });
    this.#emit('presence', { room: this.name, users: this.presence.users, count: this.presence.count, joined: [], left: [] });
  }
}
