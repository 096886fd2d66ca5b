// @ts-check

/** @typedef {{ userId: string, name: string }} ChatUser */
/** @typedef {{ after: number, at: number, people: Map<string, { name: string, came: boolean, isThere: boolean }> }} ComingsLine */

const linesKept = 40;
const namesSaid = 2;

/** Who came and went in one room while one watched, condensed: one line between two messages, whatever happened there. */
export class Comings {
  /** @type {ComingsLine[]} */
  #lines = [];

  get lines() { return this.#lines; }

  clear() { this.#lines = []; }

  /** @param {{ joined: ChatUser[], left: ChatUser[], after: number, at: number }} change `after` is the place of the newest message */
  add({ joined, left, after, at }) {
    if (joined.length + left.length === 0) return;
    let line = this.#lines.at(-1);
    if (line?.after !== after) {
      line = { after, at, people: new Map() };
      this.#lines = [...this.#lines, line].slice(-linesKept);
    }
    for (const [users, isThere] of /** @type {const} */ ([[joined, true], [left, false]])) {
      for (const { userId, name } of users) line.people.set(userId, { name, came: line.people.get(userId)?.came ?? isThere, isThere });
    }
  }
}

/** @param {ComingsLine} line */
export function comingsText({ people }) {
  /** @type {Record<string, string[]>} */
  const said = { 'joined': [], 'left': [], 'came and went': [], 'left and came back': [] };
  for (const { name, came, isThere } of people.values()) {
    said[came ? (isThere ? 'joined' : 'came and went') : (isThere ? 'left and came back' : 'left')].push(name);
  }
  return Object.entries(said).filter(([, names]) => names.length > 0).map(([what, names]) => `${enumerated(names)} ${what}`).join(', ');
}

/** @param {string[]} names */
function enumerated(names) {
  if (names.length === 1) return names[0];
  if (names.length === 2) return names.join(' and ');
  return `${names.slice(0, namesSaid).join(', ')} and ${names.length - namesSaid} more`;
}
