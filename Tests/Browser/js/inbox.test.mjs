import assert from 'node:assert/strict';
import test from 'node:test';
import { InboxRoom } from '../../../wwwroot/js/client/inbox-room.js';
import { InboxState } from '../../../wwwroot/js/client/inbox-state.js';
import { memoryStore } from '../../../wwwroot/js/client/persistence/memory-store.js';
import { message, settle } from './fakes.mjs';
import { cutAndReturn, playground } from './playground.mjs';

const entry = (room, more = {}) => ({
  room, kind: 'private', role: 'member', revision: 1, joinedAt: 1, head: 9, unread: 3, mentions: 1, readThrough: 6, muted: false, ...more,
});

/** The client loads it when it is asked to follow. */
const inboxCode = () => import('../../../wwwroot/js/client/inbox.js');

const page = (...entries) => ({ epoch: 'e1', through: entries.length, reset: true, entries, hasMore: false });

/** A client that follows an inbox of these entries, and the changes that its app hears of. */
async function following(entries, options = {}) {
  const play = playground(options);
  const heard = [];
  play.client.on('inbox', ({ added, changed, removed }) => {
    const words = (sign, all) => all.map(({ room, unread, left }) => `${sign}${room} ${left ?? unread}`);
    heard.push([...words('+', added), ...words('=', changed), ...words('-', removed)].join(', '));
  });
  const followed = play.client.followInbox();
  play.client.start();
  await inboxCode();
  await settle();
  if (entries) play.connection.take('FollowInbox').answer(page(...entries));
  return { ...play, heard, followed };
}

test('The inbox is there when following has begun', async () => {
  const { client, heard, followed } = await following([entry('garden', { data: '{"a":1}' }), entry('attic', { revision: 2, joinedAt: 2 })]);
  await followed;
  assert.deepEqual(client.inbox.map(({ room, data }) => [room, data]), [['attic', undefined], ['garden', { a: 1 }]]);
  assert.deepEqual(heard, ['+garden 3, +attic 3']);
});

for (const [epoch, unread] of [['e1.0123456789abcdef', 1], ['e1', 1], ['e2', 0]]) {
  test(`In an inbox of epoch ${epoch}, a message of a joined room of epoch e1 makes ${unread} unread`, () => {
    const inbox = new InboxState();
    inbox.restore({ epoch, revision: 1, entries: [entry('garden', { head: 200, readThrough: 200, unread: 0 })] });
    inbox.takeMessages('garden', { epoch: 'e1', revision: 201 }, [message(201)], 'u-me', false);
    assert.equal(inbox.shown('garden').unread, unread);
  });
}

test('While the inbox is read again in pages, no room is missing', async () => {
  const entries = [entry('garden'), entry('attic', { revision: 2 })];
  const { connection, clock, client, heard, followed } = await following(entries);
  await followed;
  await cutAndReturn({ clock, connection });
  connection.take('FollowInbox').answer({ ...page(entries[0]), hasMore: true });
  await settle();
  assert.equal(client.inbox.length, 2);
  connection.take('FollowInbox').answer({ ...page({ ...entries[1], title: 'Up' }), reset: false, through: 2 });
  await settle();
  assert.deepEqual(heard, ['+garden 3, +attic 3', '=attic 3']);
});

test('To follow again right after a reconnect is to wait for the reading of the new connection', async () => {
  const { connection, clock, client, followed } = await following([entry('garden')]);
  await followed;
  await cutAndReturn({ clock, connection });
  const again = client.followInbox().then(() => client.inboxEntry('garden').unread);
  await settle();
  connection.take('FollowInbox').answer(page(entry('garden', { head: 12, unread: 6 })));
  assert.equal(await again, 6);
});

test('To follow fails when the client stops before the inbox is read, and another start reads it', async () => {
  const { connection, clock, client, followed } = await following(null);
  await client.stop();
  await assert.rejects(followed, { code: 'stopped' });
  await assert.rejects(client.followInbox(), { code: 'stopped' });
  client.start();
  const again = client.followInbox();
  await clock.pass(500);
  connection.take('FollowInbox').answer(page(entry('garden')));
  await again;
  assert.equal(client.inbox.length, 1);
});

test('A message that is edited between two pages of a gap is counted once', () => {
  const room = new InboxRoom();
  room.takeEntry(entry('garden', { head: 200, unread: 0, mentions: 0, readThrough: 200 }));
  room.takeMessages(202, [message(201), message(202)], 'u-me');
  room.takeMessages(206, [message(204), message(206)], 'u-me');
  room.takeMessages(208, [message(205, 207, { mentions: ['u-me'] }), message(203, 208), message(201, 208)], 'u-me');
  room.takeMessages(209, [message(205, 209, { mentions: ['u-me'] })], 'u-me');
  assert.deepEqual([room.shown.unread, room.shown.mentions, room.shown.lastMessage.sequence], [6, 1, 206]);
});

test('A read cursor is shown at once, and the newest of a room is sent once a second', async () => {
  const { client, connection, clock, heard, followed } = await following([entry('garden', { lastMessage: { sequence: 9, text: 'x' } })]);
  await followed;
  const all = [7, 8, 9].map((sequence) => client.markRead('garden', sequence));
  assert.equal(client.inboxEntry('garden').unread, 0);
  await settle();
  const first = connection.take('MarkRead');
  assert.equal(first.request.sequence, 7);
  first.answer({ room: 'garden', readThrough: 7, unread: 2, mentions: 1 });
  await clock.pass(900);
  assert.equal(connection.waiting('MarkRead'), 0);
  await clock.pass(100);
  const last = connection.take('MarkRead');
  assert.equal(last.request.sequence, 9);
  last.answer({ room: 'garden', readThrough: 9, unread: 0, mentions: 0 });
  assert.deepEqual((await Promise.all(all)).map(({ readThrough }) => readThrough), [7, 9, 9]);
  // The answer to the older place does not show the later ones as unread again.
  assert.deepEqual(heard, ['+garden 3', '=garden 3', '=garden 3', '=garden 0']);
  assert.equal((await client.markRead('garden', 8)).readThrough, 9);
  assert.equal(connection.waiting('MarkRead'), 0);
});

test('Read cursors that wait are sent when asked for and at the end', async () => {
  const { client, connection, clock, followed } = await following([entry('garden'), entry('attic', { revision: 2 })]);
  await followed;
  const marks = [client.markRead('garden', 7), client.markRead('garden', 8)];
  await settle();
  const slow = connection.take('MarkRead');
  void client.flushReadMarks();
  await settle();
  connection.take('MarkRead').answer({ room: 'garden', readThrough: 8, unread: 1, mentions: 0 });
  slow.answer({ room: 'garden', readThrough: 7, unread: 2, mentions: 0 });
  assert.deepEqual((await Promise.all(marks)).map(({ readThrough }) => readThrough), [8, 8]);
  assert.equal(client.inboxEntry('garden').readThrough, 8);

  const last = client.markRead('garden', 9);
  const lost = client.markRead('attic', 9).catch((error) => error.code);
  await settle();
  const stopped = client.stop();
  await settle();
  const calls = [connection.take('MarkRead'), connection.take('MarkRead')];
  assert.deepEqual(calls.map(({ request }) => request.room).sort(), ['attic', 'garden']);
  calls.find(({ request }) => request.room === 'garden').answer({ room: 'garden', readThrough: 9, unread: 0, mentions: 0 });
  assert.equal((await last).readThrough, 9);
  assert.equal(client.status.state, 'connected');
  await clock.pass(1_000);
  await stopped;
  assert.equal(await lost, 'stopped');
});

test('A read cursor of another user is an event', async () => {
  const { client, connection } = await following([entry('garden')]);
  const heard = [];
  client.on('read-cursor', (change) => { heard.push(change); });
  connection.push('ReadCursorChanged', { room: 'garden', userId: 'u-bob', sequence: 4 });
  await settle();
  assert.deepEqual(heard, [{ room: 'garden', userId: 'u-bob', sequence: 4 }]);
});

test('A read cursor without an answer is sent again, and one that is refused is taken back', async () => {
  const { client, connection, clock, followed } = await following([entry('garden')]);
  await followed;
  const marked = client.markRead('garden', 9);
  await settle();
  await cutAndReturn({ clock, connection });
  await clock.pass(2_000);
  connection.take('MarkRead').refuse('room-not-found: No.');
  await assert.rejects(marked, { code: 'room-not-found' });
  assert.equal(client.inboxEntry('garden').readThrough, 6);
});

test('A kept inbox is shown before there is a connection, and corrected afterwards', async () => {
  const store = memoryStore();
  const first = await following([entry('garden'), entry('attic', { revision: 2 })], { store });
  await first.followed;
  await first.clock.pass(5_000);
  first.connection.push('InboxActivity', { rooms: [{ room: 'garden', head: 10, unread: 4, mentions: 1 }] });
  await settle();
  await first.client.stop();
  const { connection, heard, client, followed } = await following(null, { store });
  assert.deepEqual(heard, ['+garden 4, +attic 3']);
  assert.equal(client.inbox.length, 2);
  connection.take('FollowInbox').answer(page(entry('garden', { head: 12, unread: 6 })));
  await followed;
  assert.deepEqual(heard.slice(1), ['=garden 6, -attic 3']);
});

test('Changes are combined while a handler is busy', async () => {
  const { client, connection, heard, followed } = await following([entry('garden')]);
  await followed;
  let release;
  client.on('inbox', () => new Promise((resolve) => { release = resolve; }));
  const activity = (head, unread) => connection.push('InboxActivity', { rooms: [{ room: 'garden', head, unread, mentions: 0 }] });
  for (const head of [10, 11, 12]) activity(head, head - 6);
  assert.deepEqual(heard.slice(1), ['=garden 4']);
  release();
  await settle();
  assert.deepEqual(heard.slice(1), ['=garden 4', '=garden 6']);
});

test('A server without an inbox is no failure of the client', async () => {
  const { client, connection, followed } = await following(null);
  connection.take('FollowInbox').refuse('unknown-method: The hub has no such method.');
  await assert.rejects(followed, { code: 'unknown-method' });
  assert.equal(client.status.state, 'connected');
  connection.push('InboxActivity', { rooms: [] });
  await settle();
  // Not before the next connection.
  assert.equal(connection.waiting('FollowInbox'), 0);
  assert.deepEqual(client.inbox, []);
});
