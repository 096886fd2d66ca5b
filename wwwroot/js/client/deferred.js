// @ts-check

/**
 * A promise that is settled from outside. If no caller awaits it, its rejection is not reported as unhandled.
 * @template T
 */
export class Deferred {
  /** @type {(value: T) => void} */
  resolve = () => {};
  /** @type {(reason: unknown) => void} */
  reject = () => {};
  /** @type {Promise<T>} */
  promise = new Promise((resolve, reject) => { this.resolve = resolve; this.reject = reject; });

  constructor() { this.promise.catch(() => {}); }
}

/**
 * @template T
 * @param {import('./ports.js').Clock} clock
 * @param {Promise<T>} work
 * @param {number} ms
 * @param {() => Error} late
 * @returns {Promise<T>}
 */
export async function within(clock, work, ms, late) {
  /** @type {unknown} */
  let timer;
  const over = new Promise((_, reject) => { timer = clock.setTimeout(() => reject(late()), ms); });
  try {
    return /** @type {T} */ (await Promise.race([work, over]));
  } finally {
    clock.clearTimeout(timer);
  }
}
