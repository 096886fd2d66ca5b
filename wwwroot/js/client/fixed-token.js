// @ts-check
import { ChatError, clientCodes } from './chat-error.js';
import { readClaims } from './token-life.js';

/**
 * A fixed token, for example from an external issuer: this client cannot renew it.
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
 * The app's tokens: the client calls the function before each connect and before the expiry; it returns a JWT, or the user whom
 * the browser's cookie signs in. Throw a ChatError with `clientCodes.tokenRefused` to stop permanently; any other exception counts
 * as temporary.
 * @param {import('./ports.js').AskToken} ask
 * @returns {import('./ports.js').TokenProvider}
 */
export function tokensFrom(ask) {
  return {
    async get() {
      const answer = await ask();
      if (typeof answer === 'string') return describeToken(answer) ?? { accessToken: answer, expiresAt: 0, userId: '', name: '' };
      if (typeof answer?.userId === 'string') return { accessToken: '', expiresAt: 0, ...answer };
      // Never the user of a cookie that the app did not mean.
      throw new ChatError(clientCodes.tokenRefused, 'The app has neither a token nor a user.');
    },
  };
}

/**
 * Only to show the user's identity: the server validates the token.
 * @param {string} accessToken
 * @returns {import('./ports.js').AccessToken | null}
 */
function describeToken(accessToken) {
  const claims = readClaims(accessToken);
  // Not `expiresAt`: that is by this machine's clock, which the issuer does not know.
  return claims && { accessToken, expiresAt: 0, userId: claims.sub ?? '', name: claims.name ?? claims.sub ?? '' };
}
