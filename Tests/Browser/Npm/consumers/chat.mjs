// Two clients in Node, without a `connect` of the app: node chat.mjs <server> <protocol>.
import { ChatClient, GuestTokenProvider } from '@signalrchat/client';

const [url, protocol] = process.argv.slice(2);
const connected = (name) => new ChatClient({ url, protocol, tokens: new GuestTokenProvider({ url: `${url}/auth/guest`, name }) });
const [ann, bob] = [connected('ann'), connected('bob')];
const room = `node-${protocol}`;

const seen = new Promise((resolve) => { bob.on('messages', ({ messages }) => { if (messages[0]) resolve(messages[0]); }); });
for (const client of [ann, bob]) {
  client.on('status', ({ state, error }) => {
    if (state !== 'stopped' || error.code === 'stopped') return;
    console.error(error);
    process.exit(1);
  });
}
bob.start();
await bob.join(room);
ann.join(room).catch(() => {});
ann.start();
const { sequence } = await ann.send(room, 'from Node').outcome;
const message = await seen;
await ann.followInbox();
console.log(`${message.name}: ${message.text}, ${message.sequence === sequence}, rooms: ${ann.inbox.length}`);
await Promise.all([ann.stop(), bob.stop()]);
