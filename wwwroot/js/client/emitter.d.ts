// Written by eng/js-check.sh --write from the JavaScript beside it.
/** @param {any} given @returns {given is PromiseLike<unknown>} */
export declare const isPromise: (given: any) => given is PromiseLike<unknown>;
/**
 * Named events with one payload each.
 * @template {Record<string, any>} Events
 */
export declare class Emitter<Events extends Record<string, any>> {
    #private;
    /**
     * @template {keyof Events} Name
     * @param {Name} name
     * @param {(payload: Events[Name]) => unknown} handler
     * @returns {() => void} removes the handler
     */
    on<Name extends keyof Events>(name: Name, handler: (payload: Events[Name]) => unknown): () => void;
    /**
     * Calls the handlers one after the other, and awaits a promise that a handler returns. `failed` receives the error of a
     * handler; the other handlers still run.
     * @template {keyof Events} Name
     * @param {Name} name
     * @param {Events[Name]} payload
     * @param {(error: unknown) => void} [failed]
     * @returns {boolean | Promise<boolean>} whether all succeeded; synchronous if no handler returned a promise
     */
    raise<Name extends keyof Events>(name: Name, payload: Events[Name], failed?: (error: unknown) => void): boolean | Promise<boolean>;
}
