// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Whether an exception shows a fault of the program or of its build, such as `HubConnectionBuilder` of undefined: another try
 * ends the same way. A request that
 * did not get through is none, though it comes as a `TypeError`.
 * @param {unknown} thrown
 */
export declare function isDefect(thrown: unknown): boolean;
