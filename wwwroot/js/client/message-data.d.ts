// Written by eng/js-check.sh --write from the JavaScript beside it.
export type ChatMessage = import('./contracts.js').ChatMessage;
/** @typedef {import('./contracts.js').ChatMessage} ChatMessage */
/**
 * In MessagePack the data of a message is a string with JSON. Replaces it by the object that it holds.
 * @template {ChatMessage[]} Messages @param {Messages} messages
 */
export declare function readData<Messages extends ChatMessage[]>(messages: Messages): Messages;
/** The form on the wire. @param {object} data @param {boolean} isBinary by MessagePack */
export declare const writeData: (data: object, isBinary: boolean) => string | object;
