// Written by eng/js-check.sh --write from the JavaScript beside it.
export type TokenLife = {
    endsAt: number;
    lengthMs: number;
    mayLastUntil: number;
};
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
export declare function readClaims(token: string): {
    sub?: string;
    name?: string;
    exp?: number;
    iat?: number;
    nbf?: number;
} | null;
/**
 * When a token ends and how long it lives.
 * @param {import('./ports.js').AccessToken} token
 * @param {number} now Unix milliseconds
 * @returns {TokenLife | null} null where it does not say when it ends
 */
export declare function tokenLife({ accessToken, expiresAt }: import('./ports.js').AccessToken, now: number): TokenLife | null;
