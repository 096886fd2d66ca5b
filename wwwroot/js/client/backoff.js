// @ts-check

/**
 * The delay before each try to connect: `random(0, min(cap, base · 2^n))` for the n-th try from 0. The spread from zero
 * prevents clients that lost their connection together from reconnecting together ("full jitter", Marc Brooker, AWS
 * Architecture Blog, 2015).
 */
export class FullJitterBackoff {
  #random;
  #baseMs;
  #capMs;

  /**
   * @param {{ random?: () => number, baseMs?: number, capMs?: number, maxTries?: number }} [options] `baseMs` limits the
   * first delay (500), `capMs` every delay (30,000); `maxTries` is the number of tries in a row that may fail before the
   * client stops, unlimited by default
   */
  constructor({ random = Math.random, baseMs = 500, capMs = 30_000, maxTries = Infinity } = {}) {
    if (!(baseMs > 0)) throw new RangeError(`baseMs is ${baseMs}; it has to be above 0.`);
    if (!(capMs >= baseMs)) throw new RangeError(`capMs is ${capMs}; it has to be at least baseMs, ${baseMs}.`);
    this.#random = random;
    this.#baseMs = baseMs;
    this.#capMs = capMs;
    this.maxTries = maxTries;
  }

  /** @param {number} attempt counted from 0 */
  delay(attempt) {
    return this.#random() * Math.min(this.#capMs, this.#baseMs * 2 ** attempt);
  }
}
