// @ts-check

const unsaidMs = 500;

/** How long to wait before a call is repeated. */
export class Retries {
  #backoff;
  #clock;

  /**
   * @param {{ delay(attempt: number): number }} backoff
   * @param {import('./ports.js').Clock} clock
   */
  constructor(backoff, clock) {
    this.#backoff = backoff;
    this.#clock = clock;
  }

  /**
   * After a refusal at least what the server asked for, and up to twice that, so that those refused together do not come back together;
   * after no answer the backoff.
   * @param {Pick<import('./chat-error.js').ChatError, 'isOutcomeUnknown' | 'retryAfterMs'>} error
   * @param {number} failures in a row before this one
   */
  delayMs(error, failures) {
    if (error.isOutcomeUnknown) return this.#backoff.delay(failures);
    const asked = error.retryAfterMs ?? unsaidMs;
    return asked + asked * this.#clock.random() + (failures > 1 ? this.#backoff.delay(failures - 1) : 0);
  }
}
