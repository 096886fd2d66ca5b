// @ts-check
import { presenceParts } from './presence-digest.js';
import { dayKey } from './dates.js';
import { noDetails } from './message-details.js';
import { addSystemLine, isSystemLine, systemParts } from './system-lines.js';

/** @typedef {import('../client/contracts.js').ChatMessage} ChatMessage */
/** @typedef {import('../client/outbox.js').OutboxEntry} OutboxEntry */
/** @typedef {import('./message-details.js').MessageDetails} MessageDetails */
/**
 * @typedef {{ key: string, kind: 'day', at: number }} DayRow
 * @typedef {{ key: string, kind: 'unread' }} UnreadRow
 * @typedef {{ key: string, kind: 'restart' }} RestartRow
 * @typedef {{ key: string, kind: 'presence', parts: import('./dom.js').Sentence }} PresenceRow
 * @typedef {{
 *   key: string, kind: 'message', userId: string, name: string, tag: string | null, text: string, at: number, isGrouped: boolean,
 *   isOwn: boolean, isMine: boolean, isEdited: boolean, isDeleted: boolean, state: 'stored' | 'waiting' | 'sending' | 'failed',
 *   problem: string | null, sequence: number | null
 * } & MessageDetails} MessageRow
 * @typedef {import('./system-lines.js').SystemRow} SystemRow
 * @typedef {DayRow | UnreadRow | RestartRow | PresenceRow | SystemRow | MessageRow} Row
 * `isOwn`: the user wrote it; `isMine`: and may still change it; `sequence`: its number, once it is stored.
 */

const groupMs = 5 * 60_000;

/**
 * The rows of the list, from top to bottom. A message keeps its key, its id, from the local echo to the stored one: its row
 * stays.
 * @param {{
 *   messages: ChatMessage[], entries: OutboxEntry[], me: { userId: string, name: string }, ownIds: Set<string>, unreadAfter: number | null,
 *   presence?: import('./presence-digest.js').PresenceLine[], restartedAt?: number | null, tags?: import('./namesakes.js').Tags,
 *   details?: ReturnType<typeof import('./message-details.js').detailsOf>, nameOf?: import('./system-lines.js').NameOf
 * }} room the shown part; `restartedAt` is the place before which the changes were unknown; `tags` distinguish users of the
 * same name; `details` returns what a row shows beside its message
 * @returns {Row[]}
 */
export function layOut({ messages, entries, me, ownIds, unreadAfter, presence = [], restartedAt = null, ...more }) {
  const { tags = new Map(), details = () => noDetails, nameOf = () => null } = more;
  /** @type {Row[]} */
  const rows = [];
  // Presence lines before the first shown message belong to messages that are not shown.
  const lines = presence.filter(({ after }) => messages.length === 0 || after >= messages[0].sequence - 1);
  const comeBefore = (/** @type {number} */ sequence) => {
    while (lines.length > 0 && lines[0].after < sequence) {
      const line = /** @type {import('./presence-digest.js').PresenceLine} */ (lines.shift());
      rows.push({ key: `presence ${line.after}`, kind: 'presence', parts: presenceParts(line, tags) });
    }
  };
  let divided = unreadAfter === null;
  let latest = -Infinity;
  const startDay = (/** @type {number} */ at) => {
    // Clocks differ: a day that seems to go back is not a new day.
    if (at > latest && dayKey(at) !== dayKey(latest)) rows.push({ key: `day ${dayKey(at)}`, kind: 'day', at });
    latest = Math.max(latest, at);
  };
  for (const message of messages) {
    comeBefore(message.sequence);
    if (message.sequence === restartedAt) rows.push({ key: 'restart', kind: 'restart' });
    startDay(message.postedAt);
    if (!divided && message.sequence > /** @type {number} */ (unreadAfter) && isNews(message, ownIds)) {
      rows.push({ key: 'unread', kind: 'unread' });
      divided = true;
    }
    if (isSystemLine(message)) addSystemLine(rows, message);
    else rows.push(grouped(rows, { ...fromMessage(message, me, ownIds), ...details(message), tag: tags.get(message.userId) ?? null }));
  }
  if (messages.length === 0 && restartedAt !== null) rows.push({ key: 'restart', kind: 'restart' });
  comeBefore(Infinity);
  for (const entry of entries) {
    startDay(entry.at);
    rows.push(grouped(rows, { ...fromEntry(entry, me), ...details(entry), tag: tags.get(me.userId) ?? null }));
  }
  return rows.map((row) => (row.kind === 'system' ? { ...row, parts: systemParts(row, nameOf) } : row));
}

/**
 * Another user wrote it: only such a message can be unread. A message of the system cannot. A deleted one keeps its count, as on the
 * server.
 * @param {ChatMessage} message
 * @param {Set<string>} ownIds
 */
export const isCounted = (message, ownIds) => !ownIds.has(message.userId) && !isSystemLine(message);

/** Such a message that was not deleted. @param {ChatMessage} message @param {Set<string>} ownIds */
export const isNews = (message, ownIds) => message.deletedAt == null && isCounted(message, ownIds);

/** @param {Row[]} rows @param {MessageRow} row */
function grouped(rows, row) {
  const last = rows.at(-1);
  const isGrouped = last?.kind === 'message' && last.userId === row.userId && last.name === row.name && row.at - last.at < groupMs;
  return isGrouped ? { ...row, isGrouped } : row;
}

/**
 * @param {ChatMessage} message @param {{ userId: string }} me @param {Set<string>} ownIds
 * @returns {Omit<MessageRow, 'tag' | keyof MessageDetails>}
 */
const fromMessage = (message, me, ownIds) => ({
  key: message.messageId, kind: 'message', userId: message.userId, name: message.name, text: message.text, at: message.postedAt,
  isGrouped: false, isOwn: ownIds.has(message.userId), isMine: message.userId === me.userId,
  isEdited: message.editedAt != null, isDeleted: message.deletedAt != null, state: 'stored', problem: null,
  sequence: message.sequence,
});

/**
 * @param {OutboxEntry} entry @param {{ userId: string, name: string }} me
 * @returns {Omit<MessageRow, 'tag' | keyof MessageDetails>}
 */
const fromEntry = (entry, me) => ({
  key: entry.messageId, kind: 'message', userId: me.userId, name: me.name, text: entry.text, at: entry.at, isGrouped: false,
  isOwn: true, isMine: true, isEdited: false, isDeleted: false, state: entry.state, problem: entry.error?.sentence ?? null,
  sequence: null,
});
