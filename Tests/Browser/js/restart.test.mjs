// Regression: `stop` completes in a later turn, and a `start` before that did nothing. After `c.stop(); c.start()`, or when a
// component was mounted again, there was no connection.
import assert from 'node:assert/strict';
import test from 'node:test';
import { settle, snapshot, tokens } from './fakes.mjs';
import { inLobby, playground } from './playground.mjs';

const moments = {
  'while connected': async ({ client }) => { client.start(); await settle(); },
  'while waiting for the next try': async ({ client, connection }) => {
    connection.canStart = (n) => n > 1;
    client.start();
    await settle();
    assert.equal(client.status.state, 'waiting');
  },
  'before the first try has begun': async ({ client }) => { client.start(); },
  'before anything': async () => {},
};

for (const [moment, reach] of Object.entries(moments)) {
  test(`A start right after a stop connects, ${moment}`, async () => {
    const play = playground();
    await reach(play);
    const stopped = play.client.stop();
    play.client.start();
    play.client.start();
    await stopped;
    await settle();
    assert.equal(play.client.status.state, 'connected');

    await play.client.stop();
    assert.equal(play.client.status.state, 'stopped');
    play.client.start();
    await settle();
    assert.equal(play.client.status.state, 'connected');
  });

  test(`A stop right after a start stays stopped, ${moment}`, async () => {
    const play = playground();
    await reach(play);
    void play.client.stop();
    play.client.start();
    await play.client.stop();
    await play.clock.pass(60_000);
    assert.notEqual(play.client.status.state, 'connected');
  });
}

test('A start while a token is asked for, after a stop, connects with one asked for anew', async () => {
  let give;
  const provider = { ...tokens(), get: () => new Promise((resolve) => { give = resolve; }) };
  const { client, connection } = playground({ tokens: provider });
  client.start();
  await settle();
  const late = give;
  void client.stop();
  client.start();
  await settle();
  late({ accessToken: 'late', userId: 'u-me', name: 'me', expiresAt: 0 });
  await settle();
  assert.equal(connection.starts, 0);
  give({ accessToken: 'new', userId: 'u-me', name: 'me', expiresAt: 0 });
  await settle();
  assert.deepEqual([connection.starts, client.status.state], [1, 'connected']);
});

test('What waited before the stop is reported; what is asked for after the start has its answer', async () => {
  const { client, connection } = await inLobby();
  const before = client.send('lobby', 'before').outcome.catch((error) => error.code);
  await settle();
  void client.stop();
  client.start();
  const again = client.join('lobby');
  const attic = client.join('attic');
  const after = client.send('lobby', 'after').outcome;
  assert.equal(await before, 'stopped');
  await settle();
  connection.take('JoinRoom').answer(snapshot(10));
  connection.take('JoinRoom').answer(snapshot(10));
  await settle();
  await Promise.all([again, attic]);
  for (const text of ['before', 'after']) {
    const call = connection.take('SendMessage');
    assert.equal(call.request.text, text);
    call.answer({ room: 'lobby', messageId: call.request.messageId, sequence: 11, revision: 11, postedAt: 0, duplicate: false });
    await settle();
  }
  assert.equal((await after).sequence, 11);
});

test('A second start before the stop has ended gives up nothing that was asked for after the first', async () => {
  const { client, connection } = await inLobby();
  void client.stop();
  client.start();
  const joined = client.join('attic');
  const sent = client.send('lobby', 'after').outcome;
  client.start();
  await settle();
  connection.take('JoinRoom').answer(snapshot(10));
  connection.take('JoinRoom').answer(snapshot(10));
  await settle();
  await joined;
  const { request, answer } = connection.take('SendMessage');
  answer({ room: 'lobby', messageId: request.messageId, sequence: 11, revision: 11, postedAt: 0, duplicate: false });
  assert.equal((await sent).sequence, 11);
});
