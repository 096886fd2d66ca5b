// @ts-check

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('./dom.js').Sentence} Sentence */
/**
 * @typedef {{
 *   key: string, kind: 'system', through: string, at: number, type: string, users: string[], by: string | null, text: string,
 *   parts: Sentence
 * }} SystemRow
 * An event of the room. `through`: the id of its last message; `text`: the server's own sentence.
 */
/** @typedef {(userId: string) => string | null} NameOf null if the page does not know the user */

const namesSaid = 3;

/** @param {Pick<ChatMessage, 'kind' | 'event'>} message */
export const isSystemLine = ({ kind, event }) => kind === 'system' && event != null;

/**
 * Adds a line for a message of the system. Joins in a row become one line, and so do leaves.
 * @param {{ kind: string }[]} rows @param {ChatMessage} message
 */
export function addSystemLine(rows, { messageId, event, text, postedAt }) {
  const { type, userId, by = null } = /** @type {import('../client/contracts.js').MessageEvent} */ (event);
  const users = userId ? [userId] : [];
  /** @type {SystemRow} */
  const row = {
    key: messageId, kind: 'system', through: messageId, at: postedAt, type, users, by: by === userId ? null : by, text, parts: [],
  };
  const last = /** @type {SystemRow | undefined} */ (rows.at(-1));
  const isMore = last?.kind === 'system' && last.type === type && last.by === row.by && (type === 'joined' || type === 'left');
  if (isMore) Object.assign(last, { through: messageId, users: [...new Set([...last.users, ...users])] });
  else rows.push(row);
}

/** The sentence of a line, with the names as the reader knows them. @param {SystemRow} row @param {NameOf} nameOf @returns {Sentence} */
export function systemParts({ type, users, by, text }, nameOf) {
  const names = users.map(nameOf);
  const actor = by === null ? null : nameOf(by);
  const isKnown = names.every((name) => name !== null) && (by === null || actor !== null);
  const parts = isKnown ? sentence(type, enumerated(/** @type {string[]} */ (names)), actor, text) : null;
  return parts ? capitalised(parts) : [text];
}

/** @param {string} type @param {Sentence} whom @param {string | null} by @param {string} text @returns {Sentence | null} */
function sentence(type, whom, by, text) {
  const actor = by === null ? null : { name: by };
  if (type === 'joined' && whom.length > 0) return actor ? [actor, ' added ', ...whom] : [...whom, ' joined'];
  if (type === 'left' && whom.length > 0) return [...whom, ' left'];
  if (!actor) return null;
  switch (type) {
    case 'kicked': return [actor, ' removed ', ...whom];
    case 'banned': return [actor, ' banned ', ...whom];
    case 'muted': return [actor, ' muted ', ...whom];
    case 'unmuted': return [actor, ' lifted the mute of ', ...whom];
    case 'room-changed': return [actor, ' changed the settings of the room'];
    case 'role-changed': {
      // The event does not say the role; the text does.
      const role = /\b(owner|moderator|member)\.$/.exec(text)?.[1];
      return role ? [actor, ' made ', ...whom, ` ${role}`] : null;
    }
    default: return null;
  }
}

/** @param {string[]} names @returns {Sentence} */
function enumerated(names) {
  const shown = names.slice(0, namesSaid).map((name) => ({ name }));
  const rest = names.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return all.flatMap((part, i) => (i === 0 ? [part] : [i === all.length - 1 ? ' and ' : ', ', part]));
}

/** A line begins with a capital letter, unless it begins with a name. @param {Sentence} parts @returns {Sentence} */
function capitalised([first, ...rest]) {
  return [typeof first !== 'string' && first.name === 'you' ? 'You' : first, ...rest];
}
