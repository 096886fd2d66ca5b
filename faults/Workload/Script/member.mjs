// A client of a run that uses the JavaScript client. It reads its orders from stdin, one a line, and writes the outcomes and
// the messages it receives to stdout.
//   node --experimental-websocket member.mjs URL json|messagepack ROOM…
import { createInterface } from 'node:readline';

// The vendored client must take Node for a browser; as in Node it would require packages that are missing.
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
client.on('messages', ({ room, isCatchUp, ...changes }) => tell({ heard: room, ...changes, by: isCatchUp ? 'CatchUp' : 'Live' }));
client.on('reset', ({ room, ...changes }) => tell({ heard: room, ...changes, by: 'Reset' }));
// A client that never joins again does not have the end of the room, and a check of the oracle finds that.
client.on('refused', ({ room }) => setTimeout(() => enter(room), 200));
client.on('removed', ({ room, code }) => tell({ lost: room, reason: code }));

const calls = {
  Post: ({ room, messageId, text }) => client.send(room, text, null, messageId).outcome,
  Edit: ({ room, messageId, text }) => client.edit(room, messageId, text),
  Delete: ({ room, messageId }) => client.delete(room, messageId),
  React: ({ room, messageId, text }) => client.react(room, messageId, text, true),
  Unreact: ({ room, messageId, text }) => client.react(room, messageId, text, false),
};

async function ask(order) {
  try {
    tell({ op: order.op, ok: await calls[order.kind](order) });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    // An error of the client itself, or the reason why the server ended the session, is no answer to the call.
    const isAnswer = !Object.values(clientCodes).includes(error.code) && error.code !== ending;
    tell({ op: order.op, [isAnswer ? 'refused' : 'unknown']: error.code });
  }
}

/** Events report whether the join succeeded. */
function enter(room) { client.join(room, { epoch: null, revision: 0 }).catch(() => {}); }

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  if ('token' in order) tokens.shift()?.(order.token);
  else void ask(order);
}).on('close', () => process.exit(0));
client.start();
rooms.forEach(enter);
