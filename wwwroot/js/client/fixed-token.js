// @ts-check
import { ChatError, clientCodes } from './chat-error.js';
import { readClaims } from './token-life.js';

/**
 * A token that was given by hand, as by an external issuer: it cannot be renewed here.
 * @param {string} accessToken
 * @returns {import('./ports.js').TokenProvider}
 */
export function fixedToken(accessToken) {
  let refused = false;
  return {
    async get() {
      if (refused) throw new ChatError(clientCodes.tokenRefused, 'The server does not take this access token, or it has expired.');
      const token = describeToken(accessToken);
      if (!token) throw new ChatError(clientCodes.tokenRefused, 'This is not a JWT access token.');
      return token;
    },
    invalidate(isGoodHere) { refused ||= !isGoodHere; },
  };
}

/**
 * Tokens of the app's own: the function is asked before each connect and ahead of the expiry, and answers a JWT. Throw a ChatError with
 * `clientCodes.tokenRefused` to stop for good; any other exception is a passing failure.
 * @param {() => Promise<string> | string} ask
 * @returns {import('./ports.js').TokenProvider}
 */
export function tokensFrom(ask) {
  return {
    async get() {
      const accessToken = await ask();
      return describeToken(accessToken) ?? { accessToken, expiresAt: 0, userId: '', name: '' };
    },
  };
}

/**
 * Only to show who one is: the server is the one to check it.
 * @param {string} accessToken
 * @returns {import('./ports.js').AccessToken | null}
 */
function describeToken(accessToken) {
  const claims = readClaims(accessToken);
  // Not `expiresAt`: that is told by this machine's clock, which the issuer does not know.
  return claims && { accessToken, expiresAt: 0, userId: claims.sub ?? '', name: claims.name ?? claims.sub ?? '' };
}
