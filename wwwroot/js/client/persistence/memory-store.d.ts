// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Lives as long as the page.
 * @param {unknown} [reason] why it is not a better one
 * @returns {import('../ports.js').ChatStore}
 */
export declare function memoryStore(reason?: unknown): import('../ports.js').ChatStore;
