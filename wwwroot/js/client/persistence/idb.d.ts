// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export declare const answer: <T>(request: IDBRequest<T>) => Promise<T>;
export type Work<T> = (store: IDBObjectStore) => Promise<T>;
/**
 * @template T
 * @typedef {(store: IDBObjectStore) => Promise<T>} Work may await only requests of its transaction
 */
/**
 * Runs one transaction; resolves when it is committed.
 * @template T
 * @param {IDBDatabase} db
 * @param {string} store
 * @param {IDBTransactionMode} mode
 * @param {Work<T>} work
 * @returns {Promise<T>}
 */
export declare function transact<T>(db: IDBDatabase, store: string, mode: IDBTransactionMode, work: Work<T>): Promise<T>;
/**
 * @param {IDBFactory} factory
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
export declare function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase>;
