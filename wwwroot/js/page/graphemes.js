// @ts-check

// Flags, families, skin tones and combining marks are several code points, and one character to the reader.
const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter() : null;
// An approximation for browsers without a segmenter (Firefox before 125).
const cluster = /\p{RI}{2}|\r\n|[^](?:[\p{M}\p{EMod}\u{E0020}-\u{E007F}]|\u200D\p{ExtPict})*/gu;

/** @param {string} text */
function* graphemes(text) {
  if (segmenter) for (const { segment } of segmenter.segment(text)) yield segment;
  else for (const [piece] of text.matchAll(cluster)) yield piece;
}

/** The first character, as a reader counts them. @param {string} text */
export const firstGrapheme = (text) => /** @type {string | undefined} */ (graphemes(text).next().value);

/** The text, cut between two characters if it is longer. @param {string} text @param {number} most UTF-16 code units */
export function shortened(text, most) {
  if (text.length <= most) return text;
  let end = 0;
  for (const piece of graphemes(text)) {
    if (end + piece.length >= most) break;
    end += piece.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}
