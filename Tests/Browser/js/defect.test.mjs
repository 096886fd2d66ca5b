// Regression: the client took a local fault (a build without SignalR, an impossible address, a value that cannot be sent) for a
// lost connection and retried without end.
import assert from 'node:assert/strict';
import test from 'node:test';
import { buildConnection, ChatClient, clientCodes, GuestTokenProvider } from '../../../wwwroot/js/chat-client.js';
import { isDefect } from '../../../wwwroot/js/client/defect.js';
import { FakeClock, joinAnswer, settle, tokens, update } from './fakes.mjs';
import { inLobby, playground } from './playground.mjs';

const thrownBy = (action) => { try { action(); } catch (error) { return error; } throw new Error('It did not throw.'); };
const named = (name, message, stack = 'at somewhere') => Object.assign(new Error(message), { name, stack });

const absent = undefined;
const faults = {
  'SignalR that is undefined': () => new absent.HubConnectionBuilder(),
  'a name that is not there': () => notDeclared(), // eslint-disable-line no-undef
  'a number that is out of range': () => new Array(-1),
  'a circle': () => { const circle = {}; circle.circle = circle; JSON.stringify(circle); },
  'a BigInt': () => JSON.stringify({ n: 1n }),
  'no URL': () => new URL('nonsense'),
};

for (const [what, action] of Object.entries(faults)) {
  test(`A connect that fails by ${what} is not tried again`, async () => {
    const { client, clock } = playground({ connect: action });
    const states = [];
    client.on('status', ({ state }) => states.push(state));
    const joined = client.join('lobby').catch((error) => error);
    client.start();
    await clock.pass(600_000);
    assert.deepEqual(states, ['connecting', 'stopped']);
    assert.equal(client.status.error.code, clientCodes.clientError);
    assert.ok(client.status.error.message.includes(thrownBy(action).message));
    assert.equal(client.status.error.cause.name, thrownBy(action).name);
    assert.equal((await joined).code, clientCodes.clientError);
  });

  test(`A call that fails by ${what} fails alone`, async () => {
    const { client, connection } = await inLobby();
    const sent = client.send('lobby', 'text').outcome.catch((error) => error);
    await settle();
    connection.take('SendMessage').cut(thrownBy(action));
    await settle();
    assert.equal((await sent).code, clientCodes.clientError);
    assert.deepEqual([client.status.state, client.pendingCount], ['connected', 0]);
  });
}

test('The same in the text that SignalR makes of it', async () => {
  const { client, clock, connection } = playground();
  connection.start = async () => {
    throw new Error('Failed to complete negotiation with the server: TypeError: AbortSignal.timeout is not a function');
  };
  client.start();
  await clock.pass(60_000);
  assert.equal(client.status.error.code, clientCodes.clientError);
});

test('A request that did not get through is no fault of the program, in the words of every engine', () => {
  for (const text of [
    'Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed', 'fetch failed', 'terminated',
    'Network request failed', 'The Internet connection appears to be offline.', 'The network connection was lost.',
    'error sending request for url (http://127.0.0.1:9/)', 'Importing a module script failed.',
    'Failed to fetch dynamically imported module: http://127.0.0.1/js/a.js',
    'error loading dynamically imported module: http://127.0.0.1/js/a.js',
  ]) {
    assert.equal(isDefect(named('TypeError', text)), false, text);
    assert.equal(isDefect(new Error(`Failed to complete negotiation with the server: TypeError: ${text}`)), false, text);
  }
  // Safari before 17 gives the text in the user's language, and no stack.
  assert.equal(isDefect(named('TypeError', 'Es konnte keine Verbindung zum Server hergestellt werden.', '')), false);
  for (const passing of [
    new Error('WebSocket closed with status code: 1006 ().'), named('SyntaxError', 'Unexpected token < in JSON'),
    named('AbortError', 'null'), 'text', null, undefined,
  ]) assert.equal(isDefect(passing), false);
});

test('Faults of a program differ from them, in the words of every engine', () => {
  for (const text of [
    "Cannot read properties of undefined (reading 'HubConnectionBuilder')",
    "can't access property \"HubConnectionBuilder\", signalR is undefined",
    "undefined is not an object (evaluating 'signalR.HubConnectionBuilder')",
    'signalR.HubConnectionBuilder is not a constructor', 'fetch is not a function',
    "Failed to execute 'fetch' on 'Window': Failed to parse URL from http://:80x/hubs/chat/negotiate",
    'Window.fetch: http://:80x/ is not a valid URL.',
    "Failed to execute 'fetch' on 'Window': String contains non ISO-8859-1 code point.", 'Something that no engine has said so far',
  ]) assert.equal(isDefect(named('TypeError', text)), true, text);
});

test('A frame that cannot be read ends the connection, and the call under way is repeated', async () => {
  const { client, clock, connection } = await inLobby();
  const sent = client.send('lobby', 'text').outcome;
  await settle();
  // As in SignalR: an error of the protocol goes to the calls, and then to the close.
  const unreadable = new RangeError('Insufficient data');
  connection.take('SendMessage').cut(unreadable);
  connection.drop(unreadable);
  await clock.pass(500);
  connection.take('JoinRoom').answer(joinAnswer({ head: 10, update: update(10, 10) }));
  await settle();
  const { request, answer } = connection.take('SendMessage');
  answer({ room: 'lobby', messageId: request.messageId, sequence: 11, revision: 11, postedAt: 0, duplicate: false });
  assert.equal((await sent).sequence, 11);
});

test('A module or an export that the build lacks is a fault, in the words of every engine', async () => {
  for (const text of [
    "The requested module './signalr.min.js' does not provide an export named 'default'",
    "The requested module 'x.js' doesn't provide an export named: 'default'",
    "Importing binding name 'default' is not found.",
  ]) assert.equal(isDefect(named('SyntaxError', text)), true, text);
  for (const name of ['@microsoft/no-such-package', './no-such-file.mjs', 'node:no-such-module']) {
    const thrown = await import(name).catch((error) => error);
    assert.equal(isDefect(thrown), true, String(thrown));
  }
  assert.equal(isDefect(named('Error', "Cannot find module './signalr'")), true);
});

test('A real failed request is tried again, and a guest token that cannot be asked for is not', async () => {
  const play = (url, fetch) => {
    const clock = new FakeClock();
    const tokens = new GuestTokenProvider({ url, name: 'alice', fetch, now: () => clock.now() });
    const client = new ChatClient({ clock, tokens, connect: () => { throw new Error('Not reached.'); } });
    client.start();
    return client;
  };
  // No process listens at this port.
  const lost = play('http://127.0.0.1:9/auth/guest');
  const wrong = play('http://:80x/auth/guest');
  const deadline = Date.now() + 10_000;
  const isUnderWay = ({ status }) => status.state === 'idle' || status.state === 'connecting';
  while (isUnderWay(lost) || isUnderWay(wrong)) {
    assert.ok(Date.now() < deadline, `still ${lost.status.state} and ${wrong.status.state}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(lost.status.state, 'waiting');
  assert.deepEqual([wrong.status.state, wrong.status.error.code], ['stopped', clientCodes.clientError]);
});

test('Whatever is given as SignalR and is not, and an address that cannot be, is named at once', () => {
  const build = (signalR, url) => () => buildConnection(signalR, url, async () => '');
  const fault = (message) => ({ code: clientCodes.clientError, message });
  const url = 'http://127.0.0.1/hubs/chat';
  for (const signalR of [undefined, null, {}, { default: {} }, 'signalR'])
    assert.throws(build(signalR, url), fault(/not @microsoft\/signalr/));
  class HubConnectionBuilder { withUrl() { throw new Error('No.'); } }
  const given = { HubConnectionBuilder, LogLevel: {} };
  assert.throws(build(given, 'nonsense'), fault(/Invalid URL/));
  assert.throws(build({ default: given }, url), fault(/No\./));
});

test('In Node the address alone is not enough, and the client says so', { timeout: 20_000 }, async () => {
  const clock = new FakeClock();
  const client = new ChatClient({ url: 'http://127.0.0.1:9', tokens: tokens(), clock });
  const stopped = new Promise((resolve) => { client.on('status', ({ state }) => { if (state === 'stopped') resolve(); }); });
  client.start();
  await stopped;
  assert.equal(client.status.error.code, clientCodes.clientError);
  assert.match(client.status.error.message, /connect/);
});
