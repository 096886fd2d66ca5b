// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Returns whether an exception indicates a fault of the program or of its build, such as `HubConnectionBuilder` of undefined:
 * a retry fails the same way. A failed request is no such fault, although it is a `TypeError`.
 * @param {unknown} thrown
 */
export declare function isDefect(thrown: unknown): boolean;
