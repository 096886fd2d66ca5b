import assert from 'node:assert/strict';
import test from 'node:test';
import { ChatError, FullJitterBackoff, GuestTokenProvider } from '../../../wwwroot/js/chat-client.js';
import { toChatError } from '../../../wwwroot/js/client/chat-error.js';
import { settle, tokens } from './fakes.mjs';
import { playground } from './playground.mjs';

test('The backoff is spread from zero to a bound that doubles up to 30 s', () => {
  const bounds = (random) => Array.from({ length: 9 }, (_, n) => new FullJitterBackoff({ random: () => random }).delay(n));
  assert.deepEqual(bounds(0), Array(9).fill(0));
  assert.deepEqual(bounds(1), [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  assert.equal(new FullJitterBackoff({ random: () => 0.5 }).delay(5000), 15_000);
});

test('The first connect is tried again too, and it never gives up', async () => {
  const { client, clock, connection } = playground();
  connection.canStart = (n) => n > 40;
  const states = [];
  client.on('status', ({ state, attempt }) => states.push(`${state} ${attempt}`));
  client.start();
  await clock.pass(15_000 * 41);
  assert.equal(connection.starts, 41);
  assert.deepEqual(states.slice(0, 4), ['connecting 0', 'waiting 1', 'connecting 1', 'waiting 2']);
  assert.equal(client.status.state, 'connected');
});

test('The first wait is at most half a second, and the next connect begins there again', async () => {
  const { client, clock, connection } = playground();
  client.start();
  for (let i = 0; i < 3; i++) {
    await clock.pass(6_000);
    connection.drop();
    await settle();
    assert.equal(client.status.state, 'waiting');
    assert.equal(client.status.retryAt - clock.now(), 250);
    await clock.pass(250);
  }
});

test('A server that accepts and closes at once is not hammered', async () => {
  const { client, clock, connection } = playground();
  client.start();
  await settle();
  const waits = [];
  for (let i = 0; i < 4; i++) {
    connection.drop();
    await settle();
    waits.push(client.status.retryAt - clock.now());
    await clock.pass(waits.at(-1));
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000]);
});

test('A node that goes away is left alone for as long as it asks, and the backoff on top, once', async () => {
  const { client, clock, connection } = playground();
  client.start();
  await settle();
  for (const wait of [1_370 + 250, 500]) {
    if (wait > 500) connection.push('Draining', { reconnectAfterMs: 1_370 });
    connection.drop();
    await settle();
    assert.equal(client.status.retryAt - clock.now(), wait);
    await clock.pass(wait);
  }
});

test('The time that a leaving node asked for counts from when it said so, and the backoff comes on top', async () => {
  const { client, clock, connection } = playground();
  client.start();
  await settle();
  connection.push('Draining', { reconnectAfterMs: 10_000 });
  await clock.pass(9_000);
  connection.drop();
  await settle();
  assert.equal(client.status.retryAt - clock.now(), 1_000 + 250);
});

test('Retry now ends the wait', async () => {
  const { client, connection } = playground();
  connection.canStart = (n) => n > 1;
  client.start();
  await settle();
  assert.equal(client.status.state, 'waiting');
  client.retryNow();
  await settle();
  assert.equal(client.status.state, 'connected');
});

test('A token that is refused is renewed', async () => {
  const provider = tokens();
  const { client, clock, connection } = playground({ tokens: provider });
  connection.start = async () => {
    connection.starts++;
    if (connection.starts === 1) throw new Error("Failed to complete negotiation with the server: Error: : Status code '401'");
  };
  client.start();
  await clock.pass(1_000);
  assert.equal(provider.invalidated, 1);
  assert.equal(provider.asked, 2);
  assert.equal(client.status.state, 'connected');
});

test('An expired session comes back with a fresh token', async () => {
  const provider = tokens();
  const { client, clock, connection } = playground({ tokens: provider });
  client.start();
  await clock.pass(6_000);
  connection.push('SessionEnding', { code: 'token-expired', reconnect: true });
  connection.drop();
  await clock.pass(1_000);
  assert.equal(provider.invalidated, 1);
  assert.equal(client.status.state, 'connected');
});

test('A session that is not to come back stays away', async () => {
  const { client, clock, connection } = playground();
  client.start();
  await clock.pass(6_000);
  connection.push('SessionEnding', { code: 'banned', reconnect: false });
  connection.drop();
  await clock.pass(100_000);
  assert.equal(connection.starts, 1);
  assert.equal(client.status.state, 'stopped');
  assert.equal(client.status.error.code, 'banned');
});

test('Without a token to be had it stops and says why', async () => {
  const refusing = { ...tokens(), get: async () => { throw new ChatError('token-refused', 'No guests.'); } };
  const { client, clock } = playground({ tokens: refusing });
  client.start();
  await clock.pass(60_000);
  assert.equal(client.status.state, 'stopped');
  assert.equal(client.status.error.message, 'No guests.');
});

test('A refusal is read from the text that SignalR makes of it', () => {
  const refusal = (text) => toChatError(
    new Error(`An unexpected error occurred invoking 'SendMessage' on the server. HubException: ${text}`));
  const error = refusal('busy: Try later: it is full. Retry after 250 ms.');
  assert.equal(error.code, 'busy');
  const rateLimited = refusal('rate-limited: Slower. Retry after 20 ms.');
  assert.deepEqual([rateLimited.code, rateLimited.isRetryable, rateLimited.retryAfterMs], ['rate-limited', true, 20]);
  assert.equal(error.message, 'Try later: it is full.');
  assert.equal(error.retryAfterMs, 250);
  assert.equal(toChatError(new Error("An unexpected error occurred invoking 'X' on the server.")).code, 'internal-error');
  assert.equal(toChatError(new Error('Cannot send data if the connection is not in the \'Connected\' State.')).code, 'connection-lost');
});

test('A guest token is kept while it is good and asked for anew shortly before its end, by this machine\'s clock', async () => {
  let now = 1_000_000;
  let asked = 0;
  const serverIsAhead = 7_200_000;
  const fetch = async () => {
    asked++;
    const body = JSON.stringify({ accessToken: `t${asked}`, userId: 'u', name: 'n', expiresAt: now + serverIsAhead + 60_000 });
    return new Response(body, { headers: { date: new Date(now + serverIsAhead).toUTCString() } });
  };
  const provider = new GuestTokenProvider({ url: 'auth/guest', name: 'n', fetch, now: () => now });
  assert.equal((await provider.get()).accessToken, 't1');
  now += 20_000;
  assert.equal((await provider.get()).accessToken, 't1');
  now += 20_000;
  assert.equal((await provider.get()).accessToken, 't2');
});
