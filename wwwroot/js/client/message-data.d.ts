// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * In MessagePack the data of a message, or of a room, is a string with JSON. Replaces it by the object that it holds.
 * @template {{ data?: any }[]} Holders @param {Holders} holders
 */
export declare function readData<Holders extends {
    data?: any;
}[]>(holders: Holders): Holders;
/** The form on the wire. @param {object} data @param {boolean} isBinary by MessagePack */
export declare const writeData: (data: object, isBinary: boolean) => string | object;
