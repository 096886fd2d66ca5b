// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * A store that lasts as long as the page.
 * @param {unknown} [reason] why no durable store is available
 * @returns {import('../ports.js').ChatStore}
 */
export declare function memoryStore(reason?: unknown): import('../ports.js').ChatStore;
