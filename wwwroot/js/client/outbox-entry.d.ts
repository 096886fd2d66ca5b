// Written by eng/js-check.sh --write from the JavaScript beside it.
export type OutboxItem = import('./ports.js').OutboxItem;
export type SendMessageResult = import('./contracts.js').SendMessageResult;
export type ChangeMessageResult = import('./contracts.js').ChangeMessageResult;
export type OutboxEntry = Omit<OutboxItem, 'kind' | 'state'> & {
    kind: OutboxItem['kind'] | 'leave' | 'react' | 'unreact';
    state: 'waiting' | 'sending' | 'failed';
};
/** The call that an entry makes. @param {OutboxEntry} entry @param {boolean} isBinary by MessagePack */
export declare const callOf: (entry: OutboxEntry, isBinary: boolean) => [method: string, request: object];
/** Whether the entry is stored, so that another page sends it if this one ends. @param {OutboxEntry} entry */
export declare const isStored: ({ kind }: OutboxEntry) => boolean;
/** The stored form. @param {OutboxEntry} entry @returns {OutboxItem} */
export declare const toItem: (entry: OutboxEntry) => OutboxItem;
/**
 * The result of a message that the client saw in the room before the answer arrived.
 * @param {string} room
 * @param {import('./contracts.js').ChatMessage} message
 * @returns {SendMessageResult}
 */
export declare function resultOf(room: string, message: import('./contracts.js').ChatMessage): SendMessageResult;
