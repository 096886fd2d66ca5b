/** A value to show. It is replaced and never changed: `get` returns the same object until there is news. */
export interface Watched<T> {
  /** Bound, so that it can be passed on. */
  readonly get: () => T;
  /** Calls the watcher after each change, until the returned function is called. Bound as well. */
  readonly subscribe: (watcher: () => void) => () => void;
}

export class Value<T> implements Watched<T> {
  #now: T;
  readonly #watchers = new Set<{ tell: () => void }>();

  constructor(now: T) { this.#now = now; }

  readonly get = (): T => this.#now;

  readonly subscribe = (watcher: () => void): (() => void) => {
    // An object for each subscription: one function may watch twice.
    const subscription = { tell: watcher };
    this.#watchers.add(subscription);
    return () => { this.#watchers.delete(subscription); };
  };

  set(next: T): void {
    if (Object.is(next, this.#now)) return;
    this.#now = next;
    for (const { tell } of [...this.#watchers]) tell();
  }
}
