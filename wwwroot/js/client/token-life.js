// @ts-check

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
 * Whether it says that it has not ended.
 * @param {import('./ports.js').AccessToken} token
 * @param {number} now Unix milliseconds
 */
export function isGood({ accessToken, expiresAt }, now) { return endOf(expiresAt, readClaims(accessToken) ?? {}) > now; }

/**
 * When a token ends and how long it lives.
 * @param {import('./ports.js').AccessToken} token
 * @param {number} now Unix milliseconds
 * @returns {{ endsAt: number, lengthMs: number } | null} null where it does not say when it ends
 */
export function tokenLife({ accessToken, expiresAt }, now) {
  const claims = readClaims(accessToken) ?? {};
  const ends = endOf(expiresAt, claims);
  if (!Number.isFinite(ends) || ends <= 0) return null;
  const begins = (claims.iat ?? claims.nbf ?? 0) * 1000 || now;
  const lengthMs = Math.max(0, (claims.exp ?? 0) * 1000 > begins ? (claims.exp ?? 0) * 1000 - begins : ends - now);
  // By this machine's clock it has ended, and it is new: the clock is wrong, and the length is what is known.
  return { endsAt: ends > now ? ends : now + lengthMs, lengthMs };
}

/** What the provider says is by this machine's clock, what the token says by the issuer's. @param {number} expiresAt @param {{ exp?: number }} claims */
const endOf = (expiresAt, { exp = 0 }) => expiresAt || exp * 1000;
