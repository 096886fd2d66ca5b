// @ts-check

/**
 * @typedef {{ endsAt: number, lengthMs: number, mayLastUntil: number }} TokenLife
 * `endsAt`: by this machine's clock; `mayLastUntil`: for whom it may be good so long, as it says itself, and never longer than
 * its length from now, for this machine's clock may be behind
 */

/**
 * What a JWT says, read without checking it: that is the server's business.
 * @param {string} token
 * @returns {{ sub?: string, name?: string, exp?: number, iat?: number, nbf?: number } | null} null for what is no JWT
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
 * When a token ends and how long it lives.
 * @param {import('./ports.js').AccessToken} token
 * @param {number} now Unix milliseconds
 * @returns {TokenLife | null} null where it does not say when it ends
 */
export function tokenLife({ accessToken, expiresAt }, now) {
  const claims = readClaims(accessToken) ?? {};
  // What the provider says is by this machine's clock, what the token says by the issuer's.
  const ends = expiresAt || (claims.exp ?? 0) * 1000;
  if (!Number.isFinite(ends) || ends <= 0) return null;
  const begins = (claims.iat ?? claims.nbf ?? 0) * 1000 || now;
  const lengthMs = Math.max(0, (claims.exp ?? 0) * 1000 > begins ? (claims.exp ?? 0) * 1000 - begins : ends - now);
  // By this machine's clock it has ended, and it is new: the clock is wrong, and the length is what is known.
  return { endsAt: ends > now ? ends : now + lengthMs, lengthMs, mayLastUntil: Math.min(ends, now + lengthMs) };
}
