// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * A UUID of version 7 (RFC 9562): 48 bits of time, then random bits. `crypto.getRandomValues` also works on plain HTTP,
 * `randomUUID` does not.
 * @param {number} now Unix milliseconds
 */
export declare function uuidV7(now: number): string;
