/**
 * Begins with the first holder, and ends after the last one has released it. The end waits for the current task: React's StrictMode, and
 * an element that moves in the document, release and take again at once, and must not connect twice.
 */
export class Lease {
  readonly #begin: () => void;
  readonly #end: () => void;
  #holders = 0;
  #isHeld = false;

  constructor(begin: () => void, end: () => void) {
    this.#begin = begin;
    this.#end = end;
  }

  /** Returns the function that releases it. */
  readonly take = (): (() => void) => {
    this.#holders++;
    if (!this.#isHeld) {
      this.#isHeld = true;
      this.#begin();
    }
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#holders--;
      queueMicrotask(() => this.#endIfFree());
    };
  };

  #endIfFree(): void {
    if (this.#holders > 0 || !this.#isHeld) return;
    this.#isHeld = false;
    this.#end();
  }
}
