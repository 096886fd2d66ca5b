// @ts-check

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

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
export function transact(db, store, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode);
    /** @type {T} */
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
    work(transaction.objectStore(store)).then(
      // An explicit commit: the browser waits for a turn of its loop, and the page may be gone by then.
      (done) => { result = done; if (mode === 'readwrite') transaction.commit?.(); },
      (error) => { reject(error); try { transaction.abort(); } catch { /* it is over already */ } });
  });
}

/**
 * @param {IDBFactory} factory
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
export function openDatabase(factory, name) {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore('cursors', { keyPath: ['scope', 'room'] });
      db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('scope', 'scope');
      db.createObjectStore('leases', { keyPath: 'owner' });
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('Another page holds an older version of the store.'));
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => db.close();
      resolve(db);
    };
  });
}
