// @ts-check

/**
 * A UUID of version 7 (RFC 9562): 48 bits of time, then random bits. `crypto.getRandomValues` also works on plain HTTP,
 * `randomUUID` does not.
 * @param {number} now Unix milliseconds
 */
export function uuidV7(now) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
