import assert from 'node:assert/strict';
import test from 'node:test';
import { joinAnswer, message, settle, snapshot, tokens, update } from './fakes.mjs';
import { memoryStore } from '../../../wwwroot/js/client/persistence/memory-store.js';
import { cutAndReturn, inLobby, playground } from './playground.mjs';

const ack = (call, sequence) => call.answer({
  room: 'lobby', messageId: call.request.messageId, sequence, revision: sequence, postedAt: 1, duplicate: false,
});

/** A message that another page has stored. */
const keptSend = (given) => (
  { kind: 'send', room: 'lobby', replyTo: null, at: 0, state: 'waiting', error: null, triedAs: [], ...given });

/** The outbox as the app last saw it: text and state of each entry. */
function watchOutbox(client) {
  const view = { now: [], entries: [] };
  client.on('outbox', ({ entries }) => {
    view.entries = entries;
    view.now = entries.map((entry) => `${entry.text} ${entry.state}`);
  });
  return view;
}

// Regression: the server refuses the calls of a connection whose token was revoked, until it closes it. The message was lost.
test('A message that is refused because the connection ends waits for the next', async () => {
  const { client, clock, connection } = await inLobby();
  const sent = client.send('lobby', 'waits').outcome;
  await settle();
  connection.take('SendMessage').refuse('invalid-token: The token was revoked; connect with another one.');
  await cutAndReturn({ clock, connection });
  connection.take('JoinRoom').answer(joinAnswer({ head: 10, update: update(10, 10) }));
  await settle();
  ack(connection.take('SendMessage'), 11);
  assert.equal((await sent).sequence, 11);
});

test('Messages go one after the other, in order', async () => {
  const { client, connection } = await inLobby();
  const outbox = watchOutbox(client);
  client.send('lobby', 'one');
  client.send('lobby', 'two');
  await settle();
  assert.equal(connection.waiting('SendMessage'), 1);
  assert.deepEqual(outbox.now, ['one sending', 'two waiting']);
  ack(connection.take('SendMessage'), 11);
  await settle();
  const second = connection.take('SendMessage');
  assert.equal(second.request.text, 'two');
  ack(second, 12);
  await settle();
  assert.deepEqual(outbox.now, []);
});

test('Ids are UUIDs of version 7 and rise with time', async () => {
  const { client, clock } = await inLobby();
  const first = client.send('lobby', 'one').messageId;
  await clock.pass(2);
  const second = client.send('lobby', 'two').messageId;
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(first < second);
});

test('Data, mentions and reactions go out in order, in the form of the protocol, and reactions are not stored', async () => {
  for (const protocol of ['json', 'messagepack']) {
    const stored = [];
    const outboxStore = { load: async () => [], put: async (item) => { stored.push(item.kind); }, remove: async () => {} };
    const { client, connection } = await inLobby(10, { protocol, outboxStore });
    const { messageId } = client.send('lobby', 'one', null, undefined, { data: { order: 7 }, mentions: ['bob'] });
    const reacted = client.react('lobby', messageId, '👍');
    void client.react('lobby', messageId, '👍', false);
    await settle();
    const send = connection.take('SendMessage');
    assert.deepEqual([send.request.data, send.request.mentions], [protocol === 'json' ? { order: 7 } : '{"order":7}', ['bob']]);
    ack(send, 11);
    await settle();
    const react = connection.take('React');
    assert.deepEqual(react.request, { room: 'lobby', messageId, emoji: '👍', on: true });
    react.answer({ room: 'lobby', messageId, revision: 12 });
    assert.equal((await reacted).revision, 12);
    await settle();
    assert.equal(connection.take('React').request.on, false);
    assert.deepEqual(stored, ['send']);
  }
});

test('A message whose answer was lost is sent again with the same id, after the room is caught up', async () => {
  const play = await inLobby(10);
  play.client.send('lobby', 'one');
  await play.clock.pass(6_000);
  const lost = play.connection.calls[0].request;
  await cutAndReturn(play);
  assert.equal(play.connection.waiting('SendMessage'), 0);
  play.connection.take('JoinRoom').answer(joinAnswer({ head: 10, update: update(10, 10) }));
  await settle();
  assert.deepEqual(play.connection.take('SendMessage').request, lost);
});

test('A message that shows up in the catch-up is not sent again', async () => {
  const play = await inLobby(10);
  const outbox = watchOutbox(play.client);
  const { messageId } = play.client.send('lobby', 'one');
  await cutAndReturn(play);
  play.connection.take('JoinRoom').answer(joinAnswer({ head: 11, update: update(10, 11, [message(11, 11, { messageId })]) }));
  await settle();
  assert.deepEqual(outbox.now, []);
  assert.equal(play.connection.waiting('SendMessage'), 0);
});

test('A busy server is asked again with the same id after the time it gave', async () => {
  const { client, clock, connection } = await inLobby();
  client.send('lobby', 'one');
  await settle();
  const first = connection.take('SendMessage');
  first.refuse('busy: The command queue of the server is full. Retry after 250 ms.');
  await clock.pass(374);
  assert.equal(connection.waiting('SendMessage'), 0);
  await clock.pass(1);
  assert.deepEqual(connection.take('SendMessage').request, first.request);
});

test('An answer that does not come is asked for again with the same id', async () => {
  const { client, clock, connection } = await inLobby();
  client.send('lobby', 'one');
  await settle();
  const first = connection.take('SendMessage');
  await clock.pass(30_250);
  assert.deepEqual(connection.take('SendMessage').request, first.request);
});

test('A message refused for good waits for retry or discard and holds up nothing, not even the leaving', async () => {
  const { client, connection } = await inLobby(10, { keepFailed: true });
  const outbox = watchOutbox(client);
  const { messageId } = client.send('lobby', 'one');
  client.send('lobby', 'two');
  const edited = client.edit('lobby', messageId, 'changed').catch((error) => error.code);
  const left = client.leave('lobby');
  await settle();
  connection.take('SendMessage').refuse('text-too-long: The text is too long.');
  await settle();
  assert.deepEqual(outbox.now, ['one failed', 'two sending']);
  assert.deepEqual(outbox.entries[0].error, { code: 'text-too-long', sentence: 'The text is too long.' });
  ack(connection.take('SendMessage'), 11);
  await settle();
  connection.take('EditMessage').refuse('message-not-found: The room has no such message.');
  assert.equal(await edited, 'message-not-found');
  await settle();
  connection.take('LeaveRoom').answer(null);
  await left;
  client.discard('lobby', messageId);
  await settle();
  assert.equal(client.pendingCount, 0);
});

test('A message that is tried again is sent before those that wait behind it', async () => {
  const { client, connection } = await inLobby(10, { keepFailed: true });
  const { messageId } = client.send('lobby', 'one');
  for (const text of ['two', 'three']) client.send('lobby', text);
  await settle();
  connection.take('SendMessage').refuse('not-a-member: No.');
  await settle();
  client.retry('lobby', messageId);
  ack(connection.take('SendMessage'), 11);
  await settle();
  assert.equal(connection.take('SendMessage').request.text, 'one');
});

test('Until the limits of the server are known it decides, for new texts and for kept ones', async () => {
  const store = memoryStore().outbox;
  const kept = keptSend({ id: 'a', number: 1, messageId: 'm', text: 'x'.repeat(50_000) });
  await store.put(kept);
  const { client, connection } = playground({ outboxStore: store, textLength: 100 });
  client.start();
  await settle();
  assert.equal(connection.take('SendMessage').request.text.length, 50_000);
  const other = playground();
  other.client.start();
  other.client.send('lobby', 'x'.repeat(100_000));
  await settle();
  assert.equal(other.connection.take('SendMessage').request.text.length, 100_000);
  assert.throws(() => other.client.send('lobby', 'x'.repeat(100_001)), { code: 'text-too-long' });
  assert.equal(other.client.limits.textLength, 4_000);
});

test('What a frame cannot hold is refused, the largest first, and what is smaller is sent again', async () => {
  const play = playground();
  play.client.start();
  await settle();
  const [small, large] = [play.client.send('lobby', 'x'.repeat(300)), play.client.send('attic', 'x'.repeat(4_000))];
  await settle();
  play.connection.push('SessionEnding', { code: 'frame-too-large', reconnect: true });
  const refused = assert.rejects(large.outcome, { code: 'text-too-long', message: /exceeds the server's limit of a frame/ });
  await cutAndReturn(play);
  await refused;
  const again = play.connection.take('SendMessage');
  assert.equal(again.request.messageId, small.messageId);
  assert.equal(play.connection.waiting('SendMessage'), 0);
});

test('The limits that the server sent with a join hold from then on, for what waits as well', async () => {
  const { client, connection } = playground();
  let joined;
  client.on('joined', ({ limits }) => { joined = limits; });
  client.join('lobby');
  const early = client.send('lobby', 'x'.repeat(101)).outcome.catch((error) => error.code);
  client.start();
  await settle();
  const limits = { textLength: 100, receiveBytes: 1_624, roomsPerConnection: 7, pageSize: 10, catchUpPageSize: 20 };
  connection.take('JoinRoom').answer({ ...snapshot(10), limits });
  assert.equal(await early, 'text-too-long');
  assert.equal(connection.waiting('SendMessage'), 0);
  assert.deepEqual([client.limits, joined], [limits, limits]);
  const tooLong = { code: 'text-too-long', message: 'The text has 101 characters; the limit is 100.' };
  assert.throws(() => client.send('lobby', 'x'.repeat(101)), tooLong);
  client.send('lobby', 'x'.repeat(100));
  await settle();
  assert.equal(connection.waiting('SendMessage'), 1);
});

test('A server that tells no limits decides itself', async () => {
  const { client, connection } = await inLobby();
  client.send('lobby', 'x'.repeat(4_001));
  await settle();
  connection.take('SendMessage').refuse('text-too-long: The text is too long.');
  assert.equal(client.limits.textLength, 4_000);
});

test('Retry sends with the same id', async () => {
  const { client, connection } = await inLobby(10, { keepFailed: true });
  const { messageId } = client.send('lobby', 'one');
  await settle();
  connection.take('SendMessage').refuse('internal-error: The server failed (trace 1).');
  await settle();
  client.retry('lobby', messageId);
  await settle();
  assert.equal(connection.take('SendMessage').request.messageId, messageId);
});

test('Retry takes a new id when the old one is taken', async () => {
  const { client, connection } = await inLobby(10, { keepFailed: true });
  const { messageId } = client.send('lobby', 'one');
  await settle();
  connection.take('SendMessage').refuse('message-id-taken: Another user has this id.');
  await settle();
  client.retry('lobby', messageId);
  await settle();
  assert.notEqual(connection.take('SendMessage').request.messageId, messageId);
});

test('An id taken by oneself under an earlier guest token counts as accepted', async () => {
  let userId = 'u-1';
  const changing = { ...tokens(), get: async () => ({ accessToken: 't', userId, name: 'me', expiresAt: 0 }) };
  const play = await inLobby(10, { tokens: changing });
  const outbox = watchOutbox(play.client);
  play.client.send('lobby', 'one');
  await settle();
  userId = 'u-2';
  await cutAndReturn(play);
  play.connection.take('JoinRoom').answer(joinAnswer({ head: 10, update: update(10, 10) }));
  await settle();
  play.connection.take('SendMessage').refuse('message-id-taken: Another user has this id.');
  await settle();
  assert.deepEqual(outbox.now, []);
});

test('What waited before a reload is sent after it, with the same id', async () => {
  const store = memoryStore();
  const before = await inLobby(10, { store });
  const { messageId } = before.client.send('lobby', 'one');
  await settle();
  assert.deepEqual((await store.outbox.load()).map((item) => `${item.text} ${item.state}`), ['one waiting']);

  const after = await inLobby(10, { store });
  const settled = [];
  after.client.on('settled', ({ entry, isRestored }) => settled.push(`${entry.text} ${isRestored}`));
  const call = after.connection.take('SendMessage');
  assert.equal(call.request.messageId, messageId);
  ack(call, 11);
  await settle();
  assert.deepEqual(settled, ['one true']);
  assert.deepEqual(await store.outbox.load(), []);
});

test('Messages written before the first connection go out once the room is joined', async () => {
  const { client, connection } = playground();
  client.join('lobby');
  client.send('lobby', 'early');
  await settle();
  assert.equal(connection.calls.length, 0);
  client.start();
  await settle();
  connection.take('JoinRoom').answer(joinAnswer({ reset: true, update: update(0, 0) }));
  await settle();
  assert.equal(connection.take('SendMessage').request.text, 'early');
});

test('A message that is refused for good fails alone, and the later ones go on', async () => {
  const { client, connection } = await inLobby();
  const outbox = watchOutbox(client);
  const first = client.send('lobby', 'one');
  const second = client.send('lobby', 'two');
  await settle();
  connection.take('SendMessage').refuse('text-too-long: The text is too long.');
  await assert.rejects(first.outcome, { code: 'text-too-long', message: 'The text is too long.' });
  await settle();
  assert.deepEqual(outbox.now, ['two sending']);
  ack(connection.take('SendMessage'), 11);
  assert.equal((await second.outcome).sequence, 11);
});

test('Edits and deletions go out behind the message, and are repeated like it', async () => {
  const play = await inLobby();
  const { messageId } = play.client.send('lobby', 'one');
  const edited = play.client.edit('lobby', messageId, 'one!');
  const deleted = play.client.delete('lobby', messageId);
  await settle();
  ack(play.connection.take('SendMessage'), 11);
  await settle();
  play.connection.take('EditMessage').refuse('busy: Later. Retry after 100 ms.');
  await play.clock.pass(150);
  play.connection.take('EditMessage').answer({ room: 'lobby', messageId, revision: 12 });
  assert.equal((await edited).revision, 12);
  await settle();
  play.connection.take('DeleteMessage').answer({ room: 'lobby', messageId, revision: 13 });
  assert.equal((await deleted).revision, 13);
});

test('Beyond the limit a message is turned away, or waits for a place', async () => {
  const refusing = await inLobby(10, { outboxLimit: 1 });
  refusing.client.send('lobby', 'one');
  assert.throws(() => refusing.client.send('lobby', 'two'), { code: 'outbox-full' });

  const waiting = await inLobby(10, { outboxLimit: 1, outboxFull: 'wait' });
  waiting.client.send('lobby', 'one');
  const second = waiting.client.send('lobby', 'two');
  await settle();
  ack(waiting.connection.take('SendMessage'), 11);
  await settle();
  ack(waiting.connection.take('SendMessage'), 12);
  assert.equal((await second.outcome).sequence, 12);
});

test('A store that fails loses nothing: what is written is sent from memory, and reported', async () => {
  const broken = { load: async () => { throw new Error('no'); }, put: async () => { throw new Error('full'); }, remove: async () => {} };
  const { client, connection } = await inLobby(10, { outboxStore: broken });
  const warnings = [];
  client.on('warning', ({ error }) => warnings.push(error.message));
  const sent = client.send('lobby', 'one');
  await settle();
  ack(connection.take('SendMessage'), 11);
  assert.equal((await sent.outcome).sequence, 11);
  assert.deepEqual(warnings, ['full']);
});

test('What another page has by now is left to it', async () => {
  const store = { ...memoryStore().outbox, isMine: async () => false };
  const { client, connection } = await inLobby(10, { outboxStore: store });
  const sent = client.send('lobby', 'one');
  await assert.rejects(sent.outcome, { code: 'handed-over' });
  assert.equal(connection.waiting('SendMessage'), 0);
});

test('A message that is in no store any more is sent, for the storage may have been cleared', async () => {
  const store = { ...memoryStore().outbox, isMine: async () => null };
  const { client, connection } = await inLobby(10, { outboxStore: store });
  const sent = client.send('lobby', 'one');
  await settle();
  ack(connection.take('SendMessage'), 11);
  assert.equal((await sent.outcome).sequence, 11);
  await assert.rejects(client.edit('lobby', sent.messageId, 'one!'), { code: 'handed-over' });
});

test('What a closed page left is sent in its place among the others', async () => {
  const store = memoryStore();
  let inherited;
  const outboxStore = { ...store.outbox, onInherited: (handler) => { inherited = handler; } };
  const { client, clock, connection } = await inLobby(10, { outboxStore });
  client.send('lobby', 'first');
  await clock.pass(10);
  client.send('lobby', 'third');
  const second = keptSend({ id: 'x', number: (clock.now() - 5) * 1000, messageId: 'm-2', text: 'second' });
  inherited([second]);
  inherited([second]);
  for (const text of ['first', 'second', 'third']) {
    await settle();
    const call = connection.take('SendMessage');
    assert.equal(call.request.text, text);
    ack(call, 11);
  }
});

test('A client that stops for good tells whoever waits, and keeps what waits for the next start', async () => {
  const { client, clock, connection } = await inLobby();
  const sent = client.send('lobby', 'one');
  await settle();
  connection.push('SessionEnding', { code: 'banned', reconnect: false });
  connection.drop();
  await assert.rejects(sent.outcome, { code: 'banned' });
  await clock.pass(1_000);
  client.start();
  await settle();
  connection.take('JoinRoom').answer(joinAnswer({ head: 10, update: update(10, 10) }));
  await settle();
  assert.equal(connection.take('SendMessage').request.messageId, sent.messageId);
});
