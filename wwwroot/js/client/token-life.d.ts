// Written by eng/js-check.sh --write from the JavaScript beside it.
export type TokenLife = {
    endsAt: number;
    lengthMs: number;
    mayLastUntil: number;
};
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
export declare function readClaims(token: string): {
    sub?: string;
    name?: string;
    exp?: number;
    iat?: number;
    nbf?: number;
} | null;
/**
 * The expiry and the lifetime of a token.
 * @param {import('./ports.js').AccessToken} token
 * @param {number} now Unix milliseconds
 * @returns {TokenLife | null} null if it has no expiry
 */
export declare function tokenLife({ accessToken, expiresAt }: import('./ports.js').AccessToken, now: number): TokenLife | null;
