// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * A fixed token, for example from an external issuer: this client cannot renew it.
 * @param {string} accessToken
 * @returns {import('./ports.js').TokenProvider}
 */
export declare function fixedToken(accessToken: string): import('./ports.js').TokenProvider;
/**
 * The app's tokens: the client calls the function before each connect and before the expiry; it returns a JWT, or the user whom
 * the browser's cookie signs in. Throw a ChatError with `clientCodes.tokenRefused` to stop permanently; any other exception counts
 * as temporary.
 * @param {import('./ports.js').AskToken} ask
 * @returns {import('./ports.js').TokenProvider}
 */
export declare function tokensFrom(ask: import('./ports.js').AskToken): import('./ports.js').TokenProvider;
