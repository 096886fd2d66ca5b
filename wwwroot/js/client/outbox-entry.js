// @ts-check
import { writeData } from './message-data.js';

/** @typedef {import('./ports.js').OutboxItem} OutboxItem */
/** @typedef {import('./contracts.js').SendMessageResult} SendMessageResult */
/** @typedef {import('./contracts.js').ChangeMessageResult} ChangeMessageResult */
/**
 * @typedef {Omit<OutboxItem, 'kind' | 'state'> & {
 *   kind: OutboxItem['kind'] | 'leave' | 'react' | 'unreact', state: 'waiting' | 'sending' | 'failed'
 * }} OutboxEntry
 * An entry with a pending outcome, as the app sees it. It is immutable: a change creates a new one.
 */

/** @type {Record<OutboxEntry['kind'], (entry: OutboxEntry, isBinary: boolean) => [method: string, request: object]>} */
const calls = {
  send: ({ room, messageId, text, replyTo, data, mentions }, isBinary) => ['SendMessage', {
    room, messageId, text, replyTo, ...(data ? { data: writeData(data, isBinary) } : {}), ...(mentions ? { mentions } : {}),
  }],
  edit: ({ room, messageId, text }) => ['EditMessage', { room, messageId, text }],
  delete: ({ room, messageId }) => ['DeleteMessage', { room, messageId }],
  react: ({ room, messageId, text }) => ['React', { room, messageId, emoji: text, on: true }],
  unreact: ({ room, messageId, text }) => ['React', { room, messageId, emoji: text, on: false }],
  leave: ({ room }) => ['LeaveRoom', { room }],
};

/** The call that an entry makes. @param {OutboxEntry} entry @param {boolean} isBinary by MessagePack */
export const callOf = (entry, isBinary) => calls[entry.kind](entry, isBinary);

/** Whether the entry is stored, so that another page sends it if this one ends. @param {OutboxEntry} entry */
export const isStored = ({ kind }) => kind === 'send' || kind === 'edit' || kind === 'delete';

/** The stored form. @param {OutboxEntry} entry @returns {OutboxItem} */
export const toItem = (entry) => /** @type {OutboxItem} */ ({ ...entry, state: entry.state === 'sending' ? 'waiting' : entry.state });

/**
 * The result of a message that the client saw in the room before the answer arrived.
 * @param {string} room
 * @param {import('./contracts.js').ChatMessage} message
 * @returns {SendMessageResult}
 */
export function resultOf(room, message) {
  const { messageId, sequence, revision, postedAt } = message;
  return { room, messageId, sequence, revision, postedAt, duplicate: true };
}
