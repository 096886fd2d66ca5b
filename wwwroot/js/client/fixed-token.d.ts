// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * A token that was given by hand, as by an external issuer: it cannot be renewed here.
 * @param {string} accessToken
 * @returns {import('./ports.js').TokenProvider}
 */
export declare function fixedToken(accessToken: string): import('./ports.js').TokenProvider;
/**
 * Tokens of the app's own: the function is asked before each connect and ahead of the expiry, and answers a JWT. Throw a ChatError with
 * `clientCodes.tokenRefused` to stop for good; any other exception is a passing failure.
 * @param {() => Promise<string> | string} ask
 * @returns {import('./ports.js').TokenProvider}
 */
export declare function tokensFrom(ask: () => Promise<string> | string): import('./ports.js').TokenProvider;
