// @ts-check
import { taggedName } from './namesakes.js';

/** @typedef {{ userId: string, name: string }} ChatUser */
/** @typedef {{ after: number, at: number, people: Map<string, { name: string, came: boolean, isThere: boolean }> }} PresenceLine */

const linesKept = 40;
const namesSaid = 2;
// Presence arrives a second or so late, and a user's messages arrive at once.
const toldLateMs = 15_000;

/** The joins and leaves in one room while the user watched, condensed: one line between two messages, whatever happened. */
export class PresenceDigest {
  /** @type {PresenceLine[]} */
  #lines = [];
  /** The first message of each author whose presence is not known yet. @type {Map<string, { sequence: number, at: number }>} */
  #unannounced = new Map();

  get lines() { return this.#lines; }

  clear() {
    this.#lines = [];
    this.#unannounced.clear();
  }

  /**
   * @param {{ userId: string, sequence: number }[]} messages new ones, by sequence
   * @param {ChatUser[]} present users known to be present
   * @param {number} at
   */
  wrote(messages, present, at) {
    for (const [userId, first] of this.#unannounced) if (at - first.at > toldLateMs) this.#unannounced.delete(userId);
    for (const { userId, sequence } of messages) {
      if (this.#unannounced.has(userId) || present.some((user) => user.userId === userId)) continue;
      this.#unannounced.set(userId, { sequence, at });
    }
  }

  /** @param {{ joined: ChatUser[], left: ChatUser[], after: number, at: number }} change `after` is the place of the newest message */
  add({ joined, left, after, at }) {
    for (const [users, isThere] of /** @type {const} */ ([[joined, true], [left, false]])) {
      for (const { userId, name } of users) {
        const wrote = this.#unannounced.get(userId);
        this.#unannounced.delete(userId);
        // No user joins after their own message.
        const isLate = isThere && wrote !== undefined && at - wrote.at <= toldLateMs;
        const { people } = this.#line(isLate ? Math.min(after, wrote.sequence - 1) : after, at);
        people.set(userId, { name, came: people.get(userId)?.came ?? isThere, isThere });
      }
    }
  }

  /** @param {number} after @param {number} at @returns {PresenceLine} */
  #line(after, at) {
    const held = this.#lines.find((line) => line.after === after);
    if (held) return held;
    const line = { after, at, people: new Map() };
    const place = this.#lines.findLastIndex((other) => other.after < after) + 1;
    this.#lines = this.#lines.toSpliced(place, 0, line).slice(-linesKept);
    return line;
  }
}

/** @param {PresenceLine} line @param {import('./namesakes.js').Tags} [tags] @returns {import('./dom.js').Sentence} */
export function presenceParts({ people }, tags = new Map()) {
  /** @type {Record<string, string[]>} */
  const said = { 'joined': [], 'left': [], 'came and went': [], 'left and came back': [] };
  for (const [userId, { name, came, isThere }] of people) {
    const [ifThere, ifGone] = came ? ['joined', 'came and went'] : ['left and came back', 'left'];
    said[isThere ? ifThere : ifGone].push(taggedName(tags, { userId, name }));
  }
  const parts = Object.entries(said)
    .filter(([, names]) => names.length > 0)
    .flatMap(([what, names]) => [', ', ...enumerated(names), ` ${what}`]);
  return parts.slice(1);
}

/** @param {string[]} names @returns {import('./dom.js').Sentence} */
function enumerated(names) {
  const [one, other] = names.map((name) => ({ name }));
  if (names.length === 1) return [one];
  if (names.length === 2) return [one, ' and ', other];
  return [one, ', ', other, ` and ${names.length - namesSaid} more`];
}
