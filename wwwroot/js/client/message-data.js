// @ts-check

/** @typedef {import('./contracts.js').ChatMessage} ChatMessage */

/**
 * In MessagePack the data of a message is a string with JSON. Replaces it by the object that it holds.
 * @template {ChatMessage[]} Messages @param {Messages} messages
 */
export function readData(messages) {
  for (const message of messages) if (typeof message.data === 'string') message.data = JSON.parse(message.data);
  return messages;
}

/** The form on the wire. @param {object} data @param {boolean} isBinary by MessagePack */
export const writeData = (data, isBinary) => (isBinary ? JSON.stringify(data) : data);
