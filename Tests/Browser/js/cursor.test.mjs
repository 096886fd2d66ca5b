import assert from 'node:assert/strict';
import test from 'node:test';
import { cursorStoreIn, joinAnswer, message, settle, snapshot, update } from './fakes.mjs';
import { cutAndReturn, inLobby, playground } from './playground.mjs';

test('A join without a cursor begins with the snapshot', async () => {
  const { resets, seen } = await inLobby(10);
  assert.deepEqual(resets, [[8, 9, 10]]);
  assert.deepEqual(seen, []);
});

test('The next update is handed on', async () => {
  const { connection, seen } = await inLobby(10);
  connection.push('RoomUpdated', update(10, 12));
  assert.deepEqual(seen, ['11@11', '12@12']);
});

test('An update that is already known is dropped', async () => {
  const { connection, seen } = await inLobby(10);
  connection.push('RoomUpdated', update(10, 12));
  connection.push('RoomUpdated', update(10, 12));
  connection.push('RoomUpdated', update(9, 11));
  assert.deepEqual(seen, ['11@11', '12@12']);
});

test('Of an overlapping update only what is newer is handed on', async () => {
  const { connection, seen } = await inLobby(10);
  connection.push('RoomUpdated', update(8, 12));
  assert.deepEqual(seen, ['11@11', '12@12']);
});

test('An edit of an old message comes through once', async () => {
  const { connection, seen } = await inLobby(10);
  connection.push('RoomUpdated', update(10, 11, [message(3, 11)]));
  connection.push('RoomUpdated', update(10, 11, [message(3, 11)]));
  assert.deepEqual(seen, ['3@11']);
});

test('Reactions are handed on once, alone or with messages, and data of MessagePack as an object', async () => {
  const { client, connection } = await inLobby(10);
  const handed = [];
  client.on('messages', ({ messages, reactions }) => {
    handed.push([messages.map(({ data }) => data), reactions.map((r) => r.revision)]);
  });
  const reactions = [{ messageId: 'm3', sequence: 3, revision: 11, tallies: [{ emoji: '👍', count: 1, userIds: ['u'] }] }];
  connection.push('RoomUpdated', { ...update(10, 11, []), reactions });
  connection.push('RoomUpdated', { ...update(10, 12, [{ ...message(12), data: '{"order":7}' }]), reactions });
  connection.push('RoomUpdated', update(12, 13, []));
  await settle();
  assert.deepEqual(handed, [[[], [11]], [[{ order: 7 }], []]]);
});

test('Members and settings are handed on once, alone or together, and the settings also with a reset', async () => {
  const { client, connection } = await inLobby(10);
  const handed = [];
  client.on('messages', ({ messages, members, info }) => handed.push([messages.length, members.map((m) => m.userId), info]));
  client.on('reset', ({ info }) => handed.push(info));
  const members = [{ userId: 'bob', name: 'Bob', role: 'member', left: 'kicked', revision: 11 }];
  const info = { kind: 'public', title: 'Plans', data: '{"a":1}', revision: 12 };
  connection.push('RoomUpdated', { ...update(10, 11, []), members });
  connection.push('RoomUpdated', { ...update(10, 12, []), members, info: { ...info } });
  connection.push('RoomUpdated', { ...update(11, 12, []), info: { ...info } });
  connection.push('RoomUpdated', update(12, 13, []));
  await settle();
  assert.deepEqual(handed, [[0, ['bob'], null], [0, [], { ...info, data: { a: 1 } }]]);
});

test('A hole is filled by one question, however many updates point at it', async () => {
  const { connection, seen } = await inLobby(10);
  connection.push('RoomUpdated', update(12, 13));
  connection.push('RoomUpdated', update(13, 14));
  await settle();
  assert.equal(connection.waiting('GetUpdates'), 1);
  const call = connection.take('GetUpdates');
  assert.deepEqual(call.request, { room: 'lobby', after: 10, limit: 200 });
  call.answer({ ...update(10, 14), hasMore: false });
  await settle();
  assert.deepEqual(seen, ['11@11', '12@12', '13@13', '14@14']);
  assert.equal(connection.waiting('GetUpdates'), 0);
});

test('A hole is filled page by page', async () => {
  const { connection, seen } = await inLobby(10);
  connection.push('RoomUpdated', update(14, 15));
  await settle();
  connection.take('GetUpdates').answer({ ...update(10, 12), hasMore: true });
  await settle();
  const second = connection.take('GetUpdates');
  assert.equal(second.request.after, 12);
  second.answer({ ...update(12, 15), hasMore: false });
  await settle();
  assert.deepEqual(seen, ['11@11', '12@12', '13@13', '14@14', '15@15']);
});

test('A page that comes after the live updates of the same range repeats nothing', async () => {
  const { connection, seen } = await inLobby(10);
  connection.push('RoomUpdated', update(11, 12));
  await settle();
  connection.push('RoomUpdated', update(10, 13));
  connection.take('GetUpdates').answer({ ...update(10, 12), hasMore: false });
  await settle();
  assert.deepEqual(seen, ['11@11', '12@12', '13@13']);
});

test('A hole that the server does not know of is asked for again later, and not in a hot loop', async () => {
  const { clock, connection, seen } = await inLobby(10);
  connection.push('RoomUpdated', update(12, 13));
  await settle();
  connection.take('GetUpdates').answer({ ...update(10, 10), hasMore: false });
  await settle();
  assert.equal(connection.waiting('GetUpdates'), 0);
  await clock.pass(500);
  connection.take('GetUpdates').answer({ ...update(10, 13), hasMore: false });
  await settle();
  assert.deepEqual(seen, ['11@11', '12@12', '13@13']);
});

test('A room that was joined is not given up for a defect of the server', async () => {
  const play = await inLobby(10);
  await cutAndReturn(play);
  play.connection.take('JoinRoom').refuse('internal-error: The server failed (trace 1).');
  await play.clock.pass(1_000);
  play.connection.take('JoinRoom').answer(joinAnswer({ head: 11, update: update(10, 11) }));
  await settle();
  assert.deepEqual(play.seen, ['11@11']);
});

test('A removal that comes while the room is joined anew is old news, and asked about', async () => {
  const play = await inLobby(10);
  const removed = [];
  play.client.on('removed', ({ code }) => removed.push(code));
  await cutAndReturn(play);
  play.connection.take('JoinRoom');
  play.connection.push('RemovedFromRoom', { room: 'lobby', code: 'left', revision: 10 });
  await settle();
  assert.deepEqual(removed, []);
  play.connection.take('JoinRoom').answer(joinAnswer({ head: 10, update: update(10, 10) }));
  await settle();
  play.connection.push('RemovedFromRoom', { room: 'lobby', code: 'left', revision: 10 });
  assert.deepEqual(removed, ['left']);
  assert.deepEqual(play.client.rooms, []);
});

test('Handlers that are behind leave messages on the server, and get them in pages afterwards', async () => {
  const play = await inLobby(10, { eventBacklog: 2 });
  let goOn;
  const slow = [];
  play.client.on('slow-handler', (handler) => slow.push(handler.event));
  const off = play.client.on('messages', () => new Promise((resolve) => { goOn = resolve; }));
  for (let i = 10; i < 20; i++) play.connection.push('RoomUpdated', update(i, i + 1));
  await settle();
  assert.deepEqual(play.seen, ['11@11']);
  assert.equal(play.connection.waiting('GetUpdates'), 0);
  await play.clock.pass(15_000);
  assert.deepEqual(slow, ['messages', 'messages']);
  off();
  goOn();
  await settle();
  const call = play.connection.take('GetUpdates');
  assert.deepEqual(call.request, { room: 'lobby', after: 12, limit: 200 });
  call.answer({ ...update(12, 20), hasMore: false });
  await settle();
  assert.deepEqual(play.seen, Array.from({ length: 10 }, (_, i) => `${11 + i}@${11 + i}`));
});

test('An update that comes before the answer to the join is applied after it', async () => {
  const { client, connection, seen, resets } = playground();
  client.join('lobby');
  client.start();
  await settle();
  connection.push('RoomUpdated', update(10, 11));
  connection.take('JoinRoom').answer(snapshot(10));
  await settle();
  assert.deepEqual(resets, [[8, 9, 10]]);
  assert.deepEqual(seen, ['11@11']);
});

test('An update that came before the answer and leaves a hole is asked for', async () => {
  const { client, connection, seen } = playground();
  client.join('lobby');
  client.start();
  await settle();
  for (let i = 0; i < 250; i++) connection.push('RoomUpdated', update(20 + i, 21 + i));
  connection.take('JoinRoom').answer(snapshot(10));
  await settle();
  connection.take('GetUpdates').answer({ ...update(10, 210), hasMore: true });
  await settle();
  connection.take('GetUpdates').answer({ ...update(210, 270), hasMore: false });
  await settle();
  assert.equal(seen.length, 260);
  assert.equal(new Set(seen).size, 260);
});

test('After a lost connection the room is joined with the cursor and nothing is repeated', async () => {
  const play = await inLobby(10);
  let missed = -1;
  play.client.on('caught-up', (event) => { missed = event.missed; });
  play.connection.push('RoomUpdated', update(10, 11));
  await cutAndReturn(play);
  const join = play.connection.take('JoinRoom');
  assert.deepEqual(join.request, { room: 'lobby', after: 11, epoch: 'e1' });
  join.answer(joinAnswer({ head: 14, hasMore: true, update: update(11, 13) }));
  await settle();
  play.connection.take('GetUpdates').answer({ ...update(13, 14), hasMore: false });
  await settle();
  assert.deepEqual(play.seen, ['11@11', '12@12', '13@13', '14@14']);
  assert.equal(missed, 3);
});

test('A connection lost while a hole is filled leaves no second hand in it', async () => {
  const play = await inLobby(10);
  await play.clock.pass(10_000);
  play.connection.push('RoomUpdated', update(12, 13));
  await settle();
  const lost = play.connection.take('GetUpdates');
  play.connection.drop();
  await play.clock.pass(500);
  play.connection.take('JoinRoom').answer(joinAnswer({ head: 13, update: update(10, 13) }));
  lost.answer({ ...update(10, 13), hasMore: false });
  await settle();
  assert.deepEqual(play.seen, ['11@11', '12@12', '13@13']);
});

test('Another epoch begins anew', async () => {
  const { connection, resets } = await inLobby(10);
  connection.push('RoomUpdated', update(4, 5, undefined, 'e2'));
  await settle();
  const join = connection.take('JoinRoom');
  assert.deepEqual(join.request, { room: 'lobby', after: 10, epoch: 'e1' });
  join.answer(snapshot(5, undefined, 'e2'));
  await settle();
  assert.deepEqual(resets, [[8, 9, 10], [3, 4, 5]]);
});

test('A cursor that the server does not know begins anew', async () => {
  const { connection, resets } = await inLobby(10);
  connection.push('RoomUpdated', update(12, 13));
  await settle();
  connection.take('GetUpdates').refuse('cursor-unknown: The room has no such revision.');
  await settle();
  const join = connection.take('JoinRoom');
  assert.deepEqual(join.request, { room: 'lobby', after: null, epoch: null });
  join.answer(snapshot(5));
  await settle();
  assert.deepEqual(resets, [[8, 9, 10], [3, 4, 5]]);
});

test('A busy server is asked again after the time it gave', async () => {
  const { clock, connection } = await inLobby(10);
  connection.push('RoomUpdated', update(12, 13));
  await settle();
  connection.take('GetUpdates').refuse('busy: The command queue of the server is full. Retry after 400 ms.');
  // At least the given time and at most twice that, so that rejected clients do not return together.
  await clock.pass(599);
  assert.equal(connection.waiting('GetUpdates'), 0);
  await clock.pass(1);
  assert.equal(connection.waiting('GetUpdates'), 1);
});

test('A room that cannot be joined is reported', async () => {
  const { client, connection } = playground();
  const refused = [];
  client.on('refused', ({ room, error }) => refused.push([room, error.code, error.message]));
  client.join('secret');
  client.start();
  await settle();
  connection.take('JoinRoom').refuse('room-private: The room is private.');
  await settle();
  assert.deepEqual(refused, [['secret', 'room-private', 'The room is private.']]);
});

test('Who is not in the room any more keeps no cursor of it, and who cannot be let in just now does', async () => {
  const ends = ['not-a-member', 'room-not-found', 'banned', 'room-private'].map((code) => [code, false]);
  for (const [code, isKept] of [...ends, ['too-many-rooms', true]]) {
    const kept = new Map([['lobby', { epoch: 'e1', revision: 5 }]]);
    const { client, connection } = playground({ cursorStore: cursorStoreIn(kept) });
    client.join('lobby').catch(() => {});
    client.start();
    await settle();
    connection.take('JoinRoom').refuse(`${code}: No.`);
    await settle();
    assert.equal(kept.has('lobby'), isKept, code);
    client.join('lobby').catch(() => {});
    await settle();
    assert.equal(connection.take('JoinRoom').request.after, isKept ? 5 : null, code);
  }
});

for (const kept of [null, new Map()]) {
  test(`A room that is unsubscribed is not joined again, and a later join continues, ${kept ? 'with' : 'without'} a store`, async () => {
    const play = await inLobby(10, kept ? { cursorStore: cursorStoreIn(kept) } : {});
    const { client, connection, resets, seen } = play;
    connection.push('RoomUpdated', update(10, 12));
    const unsubscribed = client.unsubscribe('lobby');
    await settle();
    connection.take('UnsubscribeRoom').answer(null);
    await unsubscribed;
    connection.push('RoomUpdated', update(12, 13));
    await cutAndReturn(play);
    assert.deepEqual([client.rooms, connection.waiting('JoinRoom')], [[], 0]);

    client.join('lobby');
    await settle();
    const join = connection.take('JoinRoom');
    assert.deepEqual([join.request.after, join.request.epoch], [12, 'e1']);
    join.answer(joinAnswer({ head: 14, update: update(12, 14) }));
    await settle();
    assert.deepEqual([seen, resets], [['11@11', '12@12', '13@13', '14@14'], [[8, 9, 10]]]);

    void client.unsubscribe('lobby');
    const left = client.leave('lobby');
    await settle();
    connection.take('LeaveRoom').answer(null);
    await left;
    await settle();
    client.join('lobby');
    await settle();
    assert.equal(connection.take('JoinRoom').request.after, null);
    assert.equal(kept?.size ?? 0, 0);
  });
}

test('To unsubscribe sends what waited for the room, is repeated, and undoes no later join', async () => {
  const { client, connection, clock } = await inLobby(10);
  client.join('attic');
  const sent = client.send('attic', 'not joined').outcome;
  await settle();
  assert.equal(connection.waiting('SendMessage'), 0);
  void client.unsubscribe('attic');
  await settle();
  const { messageId } = connection.take('SendMessage').request;
  connection.push('RoomUpdated', { ...update(0, 1), room: 'attic' });
  connection.take('UnsubscribeRoom').refuse('busy: Not now. Retry after 20 ms.');
  await clock.pass(100);
  connection.take('UnsubscribeRoom').refuse('busy: Not now. Retry after 20 ms.');
  client.join('attic');
  await clock.pass(1_000);
  assert.equal(connection.waiting('UnsubscribeRoom'), 0);
  connection.calls.filter(({ method }) => method === 'JoinRoom').at(-1)
    .answer(snapshot(1, [message(1, 1, { messageId, userId: 'u-me' })]));
  assert.equal((await sent).sequence, 1);
});
