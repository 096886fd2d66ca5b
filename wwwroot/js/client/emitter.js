// @ts-check

/** @param {any} given @returns {given is PromiseLike<unknown>} */
export const isPromise = (given) => typeof given?.then === 'function';

/**
 * Named events with one payload each.
 * @template {Record<string, any>} Events
 */
export class Emitter {
  /** @type {Map<keyof Events, Set<(payload: any) => unknown>>} */
  #handlers = new Map();

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(payload: Events[Name]) => unknown} handler
   * @returns {() => void} removes the handler
   */
  on(name, handler) {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  /**
   * Calls the handlers one after the other, and awaits a promise that a handler returns. `failed` receives the error of a
   * handler; the other handlers still run.
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {Events[Name]} payload
   * @param {(error: unknown) => void} [failed]
   * @returns {boolean | Promise<boolean>} whether all succeeded; synchronous if no handler returned a promise
   */
  raise(name, payload, failed = console.error) {
    return callFrom([...(this.#handlers.get(name) ?? [])], 0, payload, true, failed);
  }
}

/**
 * @param {((payload: any) => unknown)[]} handlers
 * @param {number} start
 * @param {unknown} payload
 * @param {boolean} well
 * @param {(error: unknown) => void} failed
 * @returns {boolean | Promise<boolean>}
 */
function callFrom(handlers, start, payload, well, failed) {
  const bad = (/** @type {unknown} */ error) => { failed(error); return false; };
  for (let i = start; i < handlers.length; i++) {
    try {
      const given = handlers[i](payload);
      if (isPromise(given))
        return Promise.resolve(given).then(() => well, bad).then((now) => callFrom(handlers, i + 1, payload, now, failed));
    } catch (error) {
      well = bad(error);
    }
  }
  return well;
}
