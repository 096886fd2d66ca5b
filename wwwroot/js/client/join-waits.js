// @ts-check
import { ChatError, clientCodes } from './chat-error.js';
import { Deferred } from './deferred.js';

/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */

/** The callers that await the first answer to a join. */
export class JoinWaits {
  /** @type {Map<string, Deferred<JoinRoomResult>>} */
  #waits = new Map();

  /** @param {string} room */
  begin(room) {
    this.end(room);
    const wait = new Deferred();
    this.#waits.set(room, wait);
    return wait.promise;
  }

  /** @param {string} room */
  answerOf(room) { return this.#waits.get(room)?.promise ?? this.begin(room); }

  /** @param {string} room @param {JoinRoomResult} answer */
  done(room, answer) { this.#waits.get(room)?.resolve(answer); }

  /** @param {string} room @param {unknown} why */
  refuse(room, why) { this.#waits.get(room)?.reject(why); }

  /** The client stops following the room: its join gets no answer any more. @param {string} room */
  end(room) {
    this.refuse(room, new ChatError(clientCodes.connectionLost, 'The room was let go of.'));
    this.#waits.delete(room);
  }

  /** Fails all waiting callers; another start joins again, with a new answer. @param {unknown} why */
  fail(why) {
    for (const [room, wait] of this.#waits) {
      wait.reject(why);
      this.#waits.set(room, new Deferred());
    }
  }
}
