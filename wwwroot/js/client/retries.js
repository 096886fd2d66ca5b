// @ts-check

const unsaidMs = 500;

/** The delay before a call is retried. */
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
   * After a refusal at least the delay that the server requested, and up to twice that, so that clients refused together do
   * not retry together; after no answer the backoff.
   * @param {Pick<import('./chat-error.js').ChatError, 'isOutcomeUnknown' | 'retryAfterMs'>} error
   * @param {number} failures in a row before this one
   */
  delayMs(error, failures) {
    if (error.isOutcomeUnknown) return this.#backoff.delay(failures);
    const asked = error.retryAfterMs ?? unsaidMs;
    return asked + asked * this.#clock.random() + (failures > 1 ? this.#backoff.delay(failures - 1) : 0);
  }
}
