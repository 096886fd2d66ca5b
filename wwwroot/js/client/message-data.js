// @ts-check

/**
 * In MessagePack the data of a message, or of a room, is a string with JSON. Replaces it by the object that it holds.
 * @template {{ data?: any }[]} Holders @param {Holders} holders
 */
export function readData(holders) {
  for (const holder of holders) if (typeof holder.data === 'string') holder.data = JSON.parse(holder.data);
  return holders;
}

/** The form on the wire. @param {object} data @param {boolean} isBinary by MessagePack */
export const writeData = (data, isBinary) => (isBinary ? JSON.stringify(data) : data);
