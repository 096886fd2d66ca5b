// One who takes part by the JavaScript client: told on stdin what to say, a line for each, and telling on stdout what became of
// it and what was heard.
//   node --experimental-websocket member.mjs URL json|messagepack ROOM…
import { createInterface } from 'node:readline';

// The vendored client takes Node for a browser: in Node's own way it would look for packages that are not there.
Object.defineProperty(process, 'release', { value: {} });
globalThis.self = globalThis;
const { default: signalR } = await import('../../../wwwroot/lib/signalr/signalr.min.js');
const { default: msgpack } = await import('../../../wwwroot/lib/signalr/signalr-protocol-msgpack.min.js');
const { buildConnection, ChatClient, ChatError, clientCodes, FullJitterBackoff } = await import('../../../wwwroot/js/chat-client.js');

const [, , url, protocol, ...rooms] = process.argv;
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const tokens = [];
let ending;

const client = new ChatClient({
  wake: false, connectTimeoutMs: 5_000, callTimeoutMs: 10_000, outboxFull: 'wait',
  connect: (accessToken, noteRetryAfter) => buildConnection(signalR, `${url}hubs/chat`, accessToken, {
    protocol: protocol === 'messagepack' ? new msgpack.MessagePackHubProtocol() : undefined,
    serverTimeoutMs: 6_000, keepAliveMs: 2_000, noteRetryAfter,
  }),
  backoff: new FullJitterBackoff({ baseMs: 200, capMs: 2_000, random: Math.random }),
  accessToken: () => new Promise((resolve) => { tokens.push(resolve); tell({ asks: 'token' }); }),
});

client.on('ending', ({ code }) => { ending = code; });
client.on('status', ({ state, error }) => {
  if (state === 'connected') ending = undefined;
  tell({ state, reason: ending ?? error?.code });
});
client.on('joined', ({ room, isReset }) => tell({ joined: room, isReset }));
client.on('messages', ({ room, messages, cursor, isCatchUp }) => tell({ heard: room, cursor, messages, by: isCatchUp ? 'CatchUp' : 'Live' }));
client.on('reset', ({ room, messages, cursor }) => tell({ heard: room, cursor, messages, by: 'Reset' }));
// Where it never gets in again it does not have the end, and that is found.
client.on('refused', ({ room }) => setTimeout(() => enter(room), 200));
client.on('removed', ({ room, code }) => tell({ lost: room, reason: code }));

const calls = {
  Post: ({ room, messageId, text }) => client.send(room, text, null, messageId).outcome,
  Edit: ({ room, messageId, text }) => client.edit(room, messageId, text),
  Delete: ({ room, messageId }) => client.delete(room, messageId),
};

async function ask(order) {
  try {
    tell({ op: order.op, ok: await calls[order.kind](order) });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    // What this side says, and why the server ended the session, is no answer to the call.
    tell(Object.values(clientCodes).includes(error.code) || error.code === ending ? { op: order.op, unknown: error.code } : { op: order.op, refused: error.code });
  }
}

/** Whether it was let in is told by events. */
function enter(room) { client.join(room, { epoch: null, revision: 0 }).catch(() => {}); }

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  if ('token' in order) tokens.shift()?.(order.token);
  else void ask(order);
}).on('close', () => process.exit(0));
client.start();
rooms.forEach(enter);
