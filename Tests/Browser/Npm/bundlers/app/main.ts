// An app like a front end's. It imports the client's unchanged files, in TypeScript without allowJs, and a bundler builds it.
import { ChatClient, ChatError, GuestTokenProvider, roomRoles } from '../vendor/js/chat-client.js';

const asked = new URLSearchParams(location.search);
const url = asked.get('server') ?? '';
const protocol = asked.get('protocol') === 'messagepack' ? 'messagepack' : 'json';
const client = new ChatClient({ url, protocol, tokens: new GuestTokenProvider({ url: `${url}/auth/guest`, name: 'alice' }) });

const heard: string[] = [];
const show = (outcome: string): void => { document.body.dataset.outcome = outcome; };
client.on('messages', ({ room, messages }) => { heard.push(...messages.map((message) => `${room}: ${message.text}`)); });
client.on('status', ({ state, error }) => { if (state === 'stopped') show(`stopped: ${error?.code} ${error?.message}`); });
client.start();
try {
  const joined = await client.join(asked.get('room') ?? 'lobby');
  const sent = await client.send(joined.room, 'bundled').outcome as { sequence: number };
  show(`${joined.role === roomRoles.owner ? 'owner' : joined.role}, stored as number ${sent.sequence}`);
} catch (thrown) {
  show(thrown instanceof ChatError ? thrown.code : String(thrown));
}
