// @ts-check

/** @type {import('./ports.js').Clock} */
export const systemClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (action, ms) => globalThis.setTimeout(action, ms),
  clearTimeout: (handle) => globalThis.clearTimeout(/** @type {any} */ (handle)),
};

/**
 * @param {import('./ports.js').Clock} clock
 * @param {number} ms
 * @returns {Promise<void>}
 */
export const delay = (clock, ms) => new Promise((resolve) => { clock.setTimeout(resolve, ms); });
