// A chat in the terminal with `ws`. Each step is one of docs/protocol.md: see ../README.md.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const [address, room, seconds = '30'] = process.argv.slice(2);
const silence = Number(seconds) * 1000; // without a frame for this time, the server is dead
const retryable = ['busy', 'rate-limited', 'slow-mode', 'storage-unavailable', 'node-draining'];

const outbox = []; // messages without an answer: the first one is on its way
let [cursor, epoch] = [null, null]; // everything up to this revision was shown
let attempt = 0;
let socket, joined, missed, reconnect, pause, retry;

const send = frame => socket.readyState === WebSocket.OPEN && socket.send(`${JSON.stringify(frame)}\u001e`);
const call = (method, request, id) => send({ type: 1, invocationId: id, target: method, arguments: [{ room, ...request }] });
const sendFirst = () => joined && outbox.length > 0 && call('SendMessage', outbox[0], outbox[0].messageId);

function connect() {
  [joined, missed, reconnect, pause] = [false, false, true, 0];
  const token = process.env.CHAT_TOKEN; // an app asks its backend for a fresh one here
  socket = new WebSocket(address, { headers: { Authorization: `Bearer ${token}` } });
  const pings = setInterval(() => send({ type: 6 }), silence / 2);
  const death = setTimeout(() => socket.terminate(), silence);
  socket.on('open', () => send({ protocol: 'json', version: 1 }));
  socket.on('message', data => {
    death.refresh();
    for (const frame of `${data}`.split('\u001e').slice(0, -1)) receive(JSON.parse(frame));
  });
  socket.on('unexpected-response', (_, { statusCode, headers }) => { // the upgrade was refused
    console.log(`closed: HTTP ${statusCode}`);
    pause = Number(headers['retry-after']) * 1000 || 0;
    reconnect = pause > 0 || ![401, 403].includes(statusCode);
    socket.terminate();
  });
  socket.on('error', () => {}); // the close follows
  socket.on('close', (code, reason) => {
    clearTimeout(death);
    clearInterval(pings);
    console.log(`closed: ${code} ${reason}`);
    if (!reconnect) process.exit(1);
    setTimeout(connect, Math.max(pause, Math.random() * Math.min(30_000, 500 * 2 ** attempt++)));
  });
}

function receive({ type, target, arguments: [data] = [], invocationId: id, result, error, allowReconnect }) {
  if (target === 'RoomUpdated') update(data);
  else if (target === 'RemovedFromRoom') console.log(`removed: ${data.code}`);
  else if (target === 'Draining') pause = data.reconnectAfterMs;
  else if (target === 'SessionEnding') reconnect = data.reconnect;
  else if (type === 3 && error) refused(id, error.split('HubException: ').at(-1));
  else if (type === 3 && id === 'join') enter(result);
  else if (type === 3) settle(id, `sent: #${result.sequence} ${result.duplicate ? 'again' : ''}`);
  else if (type === 7) {
    reconnect &&= allowReconnect ?? false;
    socket.close();
  } else if (type === undefined && !error) join(); // the answer to the handshake
}

function join() {
  joined = missed = false;
  call('JoinRoom', { after: cursor, epoch }, 'join');
}

function enter(result) {
  console.log(result.reset ? 'joined with a snapshot' : 'joined with the cursor');
  if (result.reset) cursor = 0; // what was shown before is void
  [epoch, joined, attempt] = [result.epoch, true, 0];
  show(result.update);
  if (result.hasMore || missed) join();
  else sendFirst();
}

function update(update) {
  if (!joined) missed = true;
  else if (update.epoch !== epoch || update.after > cursor) join(); // a gap: with the cursor, a join returns what is missing
  else show(update);
}

function show({ messages, through }) {
  for (const { revision, sequence, name, text } of messages) if (revision > cursor) console.log(`#${sequence} ${name}: ${text}`);
  cursor = Math.max(cursor, through);
}

function refused(id, error) {
  const mayRetry = retryable.includes(error.split(':')[0]);
  const after = Number(error.match(/Retry after (\d+) ms\.$/)?.[1] ?? 1000);
  if (id !== 'join' && !mayRetry) return settle(id, `refused: ${error}`);
  console.log(`refused: ${error}`);
  clearTimeout(retry);
  if (id !== 'join') return retry = setTimeout(sendFirst, after);
  [reconnect, pause] = [mayRetry, after];
  socket.close();
}

function settle(id, outcome) {
  if (outbox[0]?.messageId !== id) return; // a message can be sent twice, as after a reconnect, and then has two answers
  console.log(outcome);
  outbox.shift();
  sendFirst();
}

connect();
createInterface({ input: process.stdin }).on('line', text => {
  // With its id, a message may be sent again: the server stores it once.
  if (outbox.push({ messageId: randomUUID(), text }) === 1) sendFirst();
});
