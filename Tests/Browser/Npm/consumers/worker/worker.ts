// A client in a web worker: it has no document, and its storage is that of the page's origin.
import { ChatClient, GuestTokenProvider, openChatStore } from '@signalrchat/client';

addEventListener('message', async ({ data: url }) => {
  try {
    const store = await openChatStore({ scope: 'worker' });
    const client = new ChatClient({
      url, outboxStore: store.outbox, tokens: new GuestTokenProvider({ url: `${url}/auth/guest`, name: 'worker' }),
    });
    const seen = new Promise<string>((resolve) => {
      client.on('messages', ({ messages }) => { if (messages[0]) resolve(messages[0].text); });
    });
    client.join('workers').catch(() => {});
    client.start();
    const { sequence } = await client.send('workers', 'from a worker').outcome;
    postMessage(`stored as number ${sequence}, seen: ${await seen}, durable: ${store.isDurable}`);
    await client.stop();
  } catch (error) {
    postMessage(String(error));
  }
});
