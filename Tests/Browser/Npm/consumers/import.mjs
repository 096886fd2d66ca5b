// An import starts nothing: it adds no global object and leaves nothing that keeps the process alive.
const before = new Set(Reflect.ownKeys(globalThis));
const { ChatClient, openChatStore } = await import('@signalrchat/client');
const { chatState } = await import('@signalrchat/client/state');
const { ChatProvider } = await import('@signalrchat/react');
const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key));

// Without IndexedDB the store is in memory.
const store = await openChatStore({ scope: 'node' });
const client = new ChatClient({ url: 'http://127.0.0.1:1', outboxStore: store.outbox });
const { state } = chatState(client).connection.get().status;
console.log(JSON.stringify({ added: added.map(String), isDurable: store.isDurable, state, provider: typeof ChatProvider }));
