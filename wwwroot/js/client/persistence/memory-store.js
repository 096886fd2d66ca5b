// @ts-check

/**
 * A store that lasts as long as the page.
 * @param {unknown} [reason] why no durable store is available
 * @returns {import('../ports.js').ChatStore}
 */
export function memoryStore(reason = null) {
  /** @type {Map<string, import('../ports.js').RoomCursor>} */
  const cursors = new Map();
  /** @type {Map<string, import('../ports.js').OutboxItem>} */
  const items = new Map();
  /** @type {import('../ports.js').KeptInbox | null} */
  let inbox = null;
  const clear = async () => { cursors.clear(); items.clear(); inbox = null; };
  return {
    cursors: {
      load: async (room) => cursors.get(room) ?? null,
      save: async (room, cursor) => { cursors.set(room, cursor); },
      remove: async (room) => { cursors.delete(room); },
    },
    outbox: {
      load: async () => [...items.values()],
      put: async (item) => { items.set(item.id, item); },
      remove: async (id) => { items.delete(id); },
    },
    inbox: {
      loadInbox: async () => inbox,
      saveInbox: async (kept) => { inbox = kept; },
    },
    isDurable: false,
    reason,
    close: async () => {},
    clear,
    forget: clear,
  };
}
