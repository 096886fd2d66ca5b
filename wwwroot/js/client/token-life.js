// @ts-check

/**
 * @typedef {{ endsAt: number, lengthMs: number, mayLastUntil: number }} TokenLife
 * `endsAt`: by this machine's clock; `mayLastUntil`: until when some node may accept it: the token's expiry, and never longer
 * than its length from now, because this machine's clock may be behind
 */

/**
 * The claims of a JWT, read without validation: only the server validates it.
 * @param {string} token
 * @returns {{ sub?: string, name?: string, exp?: number, iat?: number, nbf?: number } | null} null if it is no JWT
 */
export function readClaims(token) {
  try {
    const payload = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (c) => c.charCodeAt(0))));
    return typeof claims === 'object' ? claims : null;
  } catch {
    return null;
  }
}

/**
 * The expiry and the lifetime of a token.
 * @param {import('./ports.js').AccessToken} token
 * @param {number} now Unix milliseconds
 * @returns {TokenLife | null} null if it has no expiry
 */
export function tokenLife({ accessToken, expiresAt }, now) {
  const claims = readClaims(accessToken) ?? {};
  // The provider's time is by this machine's clock, the token's by the issuer's.
  const ends = expiresAt || (claims.exp ?? 0) * 1000;
  if (!Number.isFinite(ends) || ends <= 0) return null;
  const begins = (claims.iat ?? claims.nbf ?? 0) * 1000 || now;
  const lengthMs = Math.max(0, (claims.exp ?? 0) * 1000 > begins ? (claims.exp ?? 0) * 1000 - begins : ends - now);
  // If a new token has expired by this machine's clock, the clock is wrong; only the length is certain.
  return { endsAt: ends > now ? ends : now + lengthMs, lengthMs, mayLastUntil: Math.min(ends, now + lengthMs) };
}
