// Fakes of time and of the server, so that a test can play every order of events.
import { webcrypto } from 'node:crypto';

// Browsers have it, and Node from 19 on. Debian 12 has Node 18.
globalThis.crypto ??= webcrypto;

/** Runs the continuations of all settled promises. */
export const settle = async () => { for (let i = 0; i < 100; i++) await Promise.resolve(); };

export class FakeClock {
  #now = 1_700_000_000_000;
  #timers = [];
  random = () => 0.5;

  now() { return this.#now; }

  setTimeout(action, ms) {
    const timer = { at: this.#now + ms, action };
    this.#timers.push(timer);
    return timer;
  }

  clearTimeout(timer) { this.#timers = this.#timers.filter((other) => other !== timer); }

  async pass(ms) {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      this.clearTimeout(next);
      next.action();
      await settle();
    }
    this.#now = end;
  }
}

/** A connection whose calls wait in `calls` until the test answers or rejects them. */
export class FakeConnection {
  starts = 0;
  calls = [];
  answers = new Map();
  canStart = () => true;
  #handlers = new Map();
  #closed = () => {};

  /** The client uses a new connection for each attempt. Here it is always the same one, which forgets the last attempt. */
  anew() {
    this.#handlers.clear();
    this.#closed = () => {};
    return this;
  }

  on(event, handler) { this.#handlers.set(event, [...(this.#handlers.get(event) ?? []), handler]); }
  onclose(handler) { this.#closed = handler; }

  async start() {
    this.starts++;
    if (!this.canStart(this.starts)) throw new Error('Failed to complete negotiation with the server: TypeError: Failed to fetch');
  }

  async stop() { this.drop(); }

  invoke(method, request) {
    return new Promise((resolve, reject) => {
      const call = { method, request, answer: resolve, refuse: (text) => reject(refusal(method, text)), cut: reject };
      const automatic = this.answers.get(method);
      if (automatic) resolve(automatic(request));
      else this.calls.push(call);
    });
  }

  push(event, payload) { for (const handler of this.#handlers.get(event) ?? []) handler(payload); }

  drop(error = new Error('WebSocket closed with status code: 1006 ().')) {
    for (const call of this.calls.splice(0)) call.cut(new Error('Invocation canceled due to the underlying connection being closed.'));
    this.#closed(error);
  }

  /** Takes the oldest unanswered call of a method. */
  take(method) {
    const index = this.calls.findIndex((call) => call.method === method);
    if (index < 0) throw new Error(`No ${method} is waiting, only: ${this.calls.map((call) => call.method).join(', ') || 'nothing'}.`);
    return this.calls.splice(index, 1)[0];
  }

  waiting(method) { return this.calls.filter((call) => call.method === method).length; }
}

const refusal = (method, text) =>
  new Error(`An unexpected error occurred invoking '${method}' on the server. HubException: ${text}`);

export const message = (sequence, revision = sequence, more = {}) => ({
  messageId: `id-${sequence}`, sequence, revision, userId: 'u-bob', name: 'bob', text: `text ${sequence}@${revision}`,
  postedAt: sequence, ...more,
});

const range = (after, through) => Array.from({ length: through - after }, (_, i) => message(after + i + 1));

export const update = (after, through, messages = range(after, through), epoch = 'e1') =>
  ({ room: 'lobby', epoch, after, through, messages });

export const joinAnswer = (changes = {}) => ({
  room: 'lobby', epoch: 'e1', head: 0, reset: false, hasMore: false, role: 'member', present: [], presentCount: 0, ...changes,
});

/** The answer to a join without a cursor. */
export const snapshot = (head, messages = range(Math.max(0, head - 3), head), epoch = 'e1') =>
  joinAnswer({ epoch, head, reset: true, update: update(head, head, messages, epoch) });

export const tokens = (userId = 'u-me') => {
  const made = {
    asked: 0, invalidated: 0,
    get: async () => { made.asked++; return { accessToken: 't', userId, name: 'me', expiresAt: 0 }; },
    invalidate: () => { made.invalidated++; },
  };
  return made;
};

/** A store of cursors in a map. */
export const cursorStoreIn = (kept) => ({
  load: async (room) => kept.get(room) ?? null,
  save: async (room, cursor) => { kept.set(room, cursor); },
  remove: async (room) => { kept.delete(room); },
});
