// @ts-check

// Only while the page is visible: a hidden page checks when it is shown again. To reconnect within a second of waking, it
// must check this often.
const lookMs = 250;
const jumpMs = 2_000;

/**
 * Notices that the machine or the page slept. Sleep raises no event, but the clock jumps. The browser's events (page shown
 * again, page restored from the back-forward cache, network back) are further reasons to check.
 */
export class SleepDetector {
  #options;
  /** @type {unknown} */
  #timer = null;
  #lookedAt = 0;
  /** @type {number | null} */
  #frozenAt = null;
  /** @type {(() => void)[]} */
  #off = [];

  /**
   * @param {{ clock: import('./ports.js').Clock, woke: (jumpMs: number) => void, putAside: () => void, doubted?: () => void,
   * window?: Pick<Window, 'addEventListener' | 'removeEventListener'>, document?:
   * Pick<Document, 'addEventListener' | 'removeEventListener' | 'visibilityState'> }} options
   * `woke` receives how far the clock jumped, 0 if it did not; `putAside`: the page goes into the back-forward cache;
   * `doubted`: the browser reports the network as lost
   */
  constructor(options) { this.#options = options; }

  start() {
    this.stop();
    const { window, document } = this.#options;
    const woke = () => this.#look(true);
    for (const event of ['online', 'focus']) this.#on(window, event, woke);
    this.#on(window, 'offline', () => this.#options.doubted?.());
    this.#on(window, 'pageshow', (/** @type {any} */ shown) => { if (shown.persisted) woke(); });
    this.#on(window, 'pagehide', (/** @type {any} */ hidden) => { if (hidden.persisted) this.#options.putAside(); });
    this.#on(document, 'resume', woke);
    this.#on(document, 'freeze', () => this.#freeze());
    this.#on(document, 'visibilitychange', () => (this.#isSeen ? woke() : this.#pause()));
    this.#begin();
  }

  stop() {
    this.#pause();
    for (const off of this.#off.splice(0)) off();
  }

  get #isSeen() { return this.#options.document?.visibilityState !== 'hidden'; }

  /**
   * @param {{ addEventListener: any, removeEventListener: any } | undefined} target
   * @param {string} event
   * @param {(event: any) => void} handler
   */
  #on(target, event, handler) {
    target?.addEventListener(event, handler);
    this.#off.push(() => target?.removeEventListener(event, handler));
  }

  #begin() {
    this.#lookedAt = this.#options.clock.now();
    if (this.#isSeen) this.#timer = this.#options.clock.setTimeout(() => this.#look(false), lookMs);
  }

  #pause() {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #freeze() {
    this.#pause();
    this.#frozenAt = this.#options.clock.now();
  }

  /** @param {boolean} isReported by the browser */
  #look(isReported) {
    const now = this.#options.clock.now();
    // A hidden page may have been alive all the time. A jump is meaningful only if the page checked all along, or was frozen.
    const jump = this.#frozenAt !== null ? now - this.#frozenAt : this.#timer === null ? 0 : now - this.#lookedAt - lookMs;
    this.#frozenAt = null;
    this.#pause();
    this.#begin();
    if (isReported || jump >= jumpMs) this.#options.woke(jump >= jumpMs ? jump : 0);
  }
}
