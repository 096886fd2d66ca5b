// @ts-check
import { isPromise } from './emitter.js';

/**
 * Runs the app's handlers one after the other and never nested: an event during a handler waits until the handler and its
 * promise are done. It never rejects a durable event: the poster first checks `hasRoom`, and meanwhile leaves the data on the
 * server.
 */
export class EventDispatcher {
  /** @type {{ name: string, handle: () => unknown }[]} */
  #waiting = [];
  #isRunning = false;
  /** @type {(() => void)[]} */
  #forRoom = [];
  #options;

  /**
   * @param {{ limit: number, slowAfterMs: number, clock: import('./ports.js').Clock,
   *   slow: (handler: { event: string, runningMs: number, waiting: number }) => void }} options
   */
  constructor(options) { this.#options = options; }

  get hasRoom() { return this.#waiting.length < this.#options.limit; }

  /** @param {string} name @param {() => unknown} handle must not throw */
  post(name, handle) {
    this.#waiting.push({ name, handle });
    if (!this.#isRunning) this.#run();
  }

  /** Half empty, so that a fetch returns a page and not one message at a time. @returns {Promise<void>} */
  async waitForRoom() {
    if (!this.hasRoom) await new Promise((resolve) => { this.#forRoom.push(() => resolve(undefined)); });
  }

  #run() {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const { name, handle } = this.#waiting[0];
      const given = handle();
      if (isPromise(given)) {
        const done = this.#watch(name);
        const goOn = () => { done(); this.#next(); this.#run(); };
        given.then(goOn, goOn);
        return;
      }
      this.#next();
    }
    this.#isRunning = false;
  }

  #next() {
    this.#waiting.shift();
    if (this.#waiting.length > this.#options.limit / 2) return;
    for (const resolve of this.#forRoom.splice(0)) resolve();
  }

  /**
   * Reports a slow handler while it still runs, so that it also reports a handler that never ends; again at twice the time.
   * @param {string} event
   */
  #watch(event) {
    const { clock, slow, slowAfterMs } = this.#options;
    const since = clock.now();
    /** @type {unknown} */
    let timer;
    const look = (/** @type {number} */ ms) => {
      timer = clock.setTimeout(() => {
        slow({ event, runningMs: clock.now() - since, waiting: this.#waiting.length - 1 });
        look(ms * 2);
      }, ms);
    };
    look(slowAfterMs);
    return () => clock.clearTimeout(timer);
  }
}
