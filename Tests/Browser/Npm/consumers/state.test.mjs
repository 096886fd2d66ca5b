import assert from 'node:assert/strict';
import test from 'node:test';
import { ChatClient, ChatError, clientCodes } from '@signalrchat/client';
import { chatState } from '@signalrchat/client/state';
import { FakeClock, FakeConnection, joinAnswer, message, settle, snapshot, tokens, update } from './fakes.mjs';

/** A state on fakes. `views` has each view of the lobby that an app would have drawn. */
async function lobby(head = 3, options = {}) {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  const client = new ChatClient({ connect: () => connection.anew(), tokens: tokens(), clock, ...options });
  const state = chatState(client);
  const room = state.room('lobby');
  const views = [];
  room.view.subscribe(() => views.push(room.view.get()));
  const release = room.follow();
  const disconnect = state.connect();
  await settle();
  if (head !== null) connection.take('JoinRoom').answer(snapshot(head));
  await settle();
  return { clock, connection, client, state, room, views, release, disconnect };
}

/** Cuts a connection that has worked, and waits for the next one. */
async function cutAndReturn(clock, connection) {
  await clock.pass(10_000);
  connection.drop();
  await clock.pass(500);
}

const places = ({ messages }) => messages.map(({ sequence }) => sequence);

test('What is released and taken again in one task connects once and joins once', async () => {
  const { connection, client, state, room, release, disconnect } = await lobby();
  release();
  disconnect();
  const again = [room.follow(), state.connect()];
  await settle();
  assert.equal(connection.starts, 1);
  assert.equal(connection.waiting('JoinRoom'), 0);
  assert.deepEqual(places(room.view.get()), [1, 2, 3]);
  for (const end of again) end();
  await settle();
  assert.deepEqual(client.rooms, []);
  assert.equal(client.status.state, 'stopped');
  assert.deepEqual(places(room.view.get()), []);
});

test('The server sends no more of a room that is not shown, and it begins with a snapshot when it is shown again', async () => {
  const { connection, room, release } = await lobby();
  release();
  await settle();
  connection.take('UnsubscribeRoom').answer(null);
  room.follow();
  await settle();
  const call = connection.take('JoinRoom');
  assert.equal(call.request.after, null);
  call.answer(snapshot(5));
  await settle();
  assert.deepEqual(places(room.view.get()), [3, 4, 5]);
});

test('Two holders of a room join it once, and the first that releases it ends nothing', async () => {
  const { connection, client, room, release } = await lobby();
  const second = room.follow();
  release();
  release();
  await settle();
  assert.deepEqual(client.rooms, ['lobby']);
  second();
  await settle();
  assert.deepEqual(client.rooms, []);
  assert.equal(connection.waiting('JoinRoom'), 0);
});

test('There is one state for each client, and one room for each name', async () => {
  const { client, state, room } = await lobby();
  assert.equal(chatState(client), state);
  assert.equal(state.room('lobby'), room);
});

test('A view is replaced and never changed', async () => {
  const { connection, room, views } = await lobby();
  const before = room.view.get();
  assert.equal(room.view.get(), before);
  connection.push('RoomUpdated', update(3, 5, [message(2, 5, { text: 'edited' }), message(4)]));
  assert.deepEqual(before.messages.map(({ text }) => text), ['text 1@1', 'text 2@2', 'text 3@3']);
  assert.deepEqual(room.view.get().messages.map(({ text }) => text), ['text 1@1', 'edited', 'text 3@3', 'text 4@4']);
  assert.equal(new Set(views).size, views.length);
});

test('An own message is in one place at each moment, and once', async () => {
  const { connection, room, views } = await lobby();
  room.actions.send('mine');
  await settle();
  const call = connection.take('SendMessage');
  const { messageId } = call.request;
  call.answer({ room: 'lobby', messageId, sequence: 4, revision: 4, postedAt: 4, duplicate: false });
  await settle();
  connection.push('RoomUpdated', update(3, 4, [message(4, 4, { messageId, userId: 'u-me', text: 'mine' })]));
  await settle();
  const counts = views.map(({ messages, pending }) => [...messages, ...pending].filter(({ text }) => text === 'mine').length);
  assert.deepEqual(counts.slice(counts.indexOf(1)).filter((count) => count !== 1), []);
  assert.deepEqual(room.view.get().pending, []);
  assert.equal(room.view.get().messages.at(-1).userId, 'u-me');
});

test('An own message that arrives before its answer is in one place', async () => {
  const { connection, room, views } = await lobby();
  room.actions.send('mine');
  await settle();
  const { messageId } = connection.take('SendMessage').request;
  connection.push('RoomUpdated', update(3, 4, [message(4, 4, { messageId, userId: 'u-me', text: 'mine' })]));
  await settle();
  const counts = views.map(({ messages, pending }) => [...messages, ...pending].filter(({ text }) => text === 'mine').length);
  assert.deepEqual(counts.slice(counts.indexOf(1)).filter((count) => count !== 1), []);
});

test('A refused message stays pending with its reason, until it is sent again', async () => {
  const { connection, room } = await lobby(3, { keepFailed: true });
  const { messageId, outcome } = room.actions.send('no');
  outcome.catch(() => {});
  await settle();
  connection.take('SendMessage').refuse('muted: You are muted.');
  await settle();
  assert.deepEqual(room.view.get().pending.map(({ state, error }) => [state, error.code]), [['failed', 'muted']]);
  room.actions.retry(messageId);
  await settle();
  assert.equal(connection.waiting('SendMessage'), 1);
});

test('A page of history joins the range, and a newer change of its messages wins', async () => {
  const { connection, room } = await lobby(9);
  assert.deepEqual([places(room.view.get()), room.view.get().hasOlder], [[7, 8, 9], true]);
  const both = [room.actions.loadOlder(), room.actions.loadOlder()];
  await settle();
  connection.push('RoomUpdated', update(9, 10, [message(5, 10, { text: 'edited meanwhile' })]));
  assert.deepEqual(places(room.view.get()), [7, 8, 9]);
  const call = connection.take('GetHistory');
  assert.equal(call.request.before, 7);
  call.answer({ room: 'lobby', messages: [message(5), message(6)], reactions: null, hasMore: false });
  await Promise.all(both);
  assert.equal(connection.waiting('GetHistory'), 0);
  assert.deepEqual([places(room.view.get()), room.view.get().hasOlder], [[5, 6, 7, 8, 9], false]);
  assert.equal(room.view.get().messages[0].text, 'edited meanwhile');
});

test('A page of history that answers after the room began anew is dropped', async () => {
  const { connection, room } = await lobby(9);
  const loading = room.actions.loadOlder();
  await settle();
  connection.push('RoomUpdated', update(9, 10, [], 'e2'));
  await settle();
  connection.take('JoinRoom').answer(snapshot(9, [message(7), message(9)], 'e2'));
  await settle();
  connection.take('GetHistory').answer({ room: 'lobby', messages: [message(5), message(6)], hasMore: false });
  await loading;
  assert.deepEqual(places(room.view.get()), [7, 9]);
});

test('After a lost connection the room catches up, and no message is lost from view meanwhile', async () => {
  const { connection, room, clock, views } = await lobby();
  const seen = views.length;
  await cutAndReturn(clock, connection);
  assert.equal(room.view.get().phase, 'joining');
  connection.take('JoinRoom').answer(joinAnswer({ head: 5, update: update(3, 5) }));
  await settle();
  assert.deepEqual([room.view.get().phase, room.view.get().isCaughtUp, places(room.view.get())], ['joined', true, [1, 2, 3, 4, 5]]);
  assert.ok(views.slice(seen).every((view) => view.messages.length >= 3));
});

test('A room that another part of the app follows begins anew here', async () => {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  const client = new ChatClient({ connect: () => connection.anew(), tokens: tokens(), clock });
  client.join('lobby').catch(() => {});
  client.start();
  await settle();
  connection.take('JoinRoom').answer(snapshot(3));
  await settle();
  const room = chatState(client).room('lobby');
  room.follow();
  await settle();
  const call = connection.take('JoinRoom');
  assert.equal(call.request.after, null);
  call.answer(snapshot(4));
  await settle();
  assert.deepEqual(places(room.view.get()), [2, 3, 4]);
});

test('A room that continues from a stored cursor fetches its newest messages', async () => {
  const cursorStore = { load: async () => ({ epoch: 'e1', revision: 9 }), save: async () => {}, remove: async () => {} };
  const { connection, room } = await lobby(null, { cursorStore });
  connection.take('JoinRoom').answer(joinAnswer({ head: 9, update: update(9, 9, []) }));
  await settle();
  const call = connection.take('GetHistory');
  assert.equal(call.request.before, null);
  call.answer({ room: 'lobby', messages: [message(8), message(9)], hasMore: true });
  await settle();
  assert.deepEqual([places(room.view.get()), room.view.get().hasOlder], [[8, 9], true]);
});

test('A room that is shown again while a page loads does not wait for that page', async () => {
  const cursorStore = { load: async () => ({ epoch: 'e1', revision: 9 }), save: async () => {}, remove: async () => {} };
  const { connection, room, release } = await lobby(null, { cursorStore });
  const join = () => connection.take('JoinRoom').answer(joinAnswer({ head: 9, update: update(9, 9, []) }));
  join();
  await settle();
  release();
  await settle();
  connection.take('UnsubscribeRoom').answer(null);
  room.follow();
  await settle();
  join();
  await settle();
  connection.take('GetHistory').answer({ room: 'lobby', messages: [message(1)], hasMore: false });
  connection.take('GetHistory').answer({ room: 'lobby', messages: [message(8), message(9)], hasMore: true });
  await settle();
  assert.deepEqual(places(room.view.get()), [8, 9]);
});

test('A room keeps its newest messages, and as many more as were loaded', async () => {
  const { connection, room } = await lobby(9);
  const reactions = [{ messageId: 'id-9', sequence: 9, revision: 10, tallies: [{ emoji: '👍', count: 1, userIds: ['u-bob'] }] }];
  connection.push('RoomUpdated', { ...update(9, 10, []), reactions });
  assert.equal(room.view.get().reactions.size, 1);
  connection.push('RoomUpdated', update(10, 2_000));
  const { hasOlder } = room.view.get();
  const shown = () => [places(room.view.get())[0], room.view.get().messages.length];
  assert.deepEqual([shown(), hasOlder, room.view.get().reactions.size], [[1_001, 1_000], true, 0]);

  const loading = room.actions.loadOlder();
  await settle();
  // The page on its way ends at number 1,000, so nothing is dropped now.
  connection.push('RoomUpdated', update(2_000, 2_001));
  assert.deepEqual(shown(), [1_001, 1_001]);
  const messages = Array.from({ length: 50 }, (_, i) => message(951 + i));
  connection.take('GetHistory').answer({ room: 'lobby', messages, reactions: null, hasMore: true });
  await loading;
  connection.push('RoomUpdated', update(2_001, 2_010));
  assert.deepEqual(shown(), [961, 1_050]);
  // A page has it, if that is fetched.
  const late = { ...reactions[0], messageId: 'id-900', sequence: 900, revision: 2_011 };
  connection.push('RoomUpdated', { ...update(2_010, 2_011, []), reactions: [late] });
  assert.equal(room.view.get().reactions.size, 0);
});

test('A refused join says why, and can be repeated', async () => {
  const { connection, room } = await lobby(null);
  connection.take('JoinRoom').refuse('room-not-found: There is no such room.');
  await settle();
  assert.deepEqual([room.view.get().phase, room.view.get().error.code], ['refused', 'room-not-found']);
  room.actions.rejoin();
  await settle();
  connection.take('JoinRoom').answer(snapshot(1));
  await settle();
  assert.deepEqual([room.view.get().phase, room.view.get().error], ['joined', null]);
});

test('After a removal the view says so, and no message arrives', async () => {
  const { connection, room } = await lobby();
  connection.push('RemovedFromRoom', { room: 'lobby', code: 'kicked' });
  connection.push('RoomUpdated', update(3, 4));
  assert.deepEqual([room.view.get().phase, room.view.get().code, places(room.view.get())], ['removed', 'kicked', [1, 2, 3]]);
});

test('An own reaction is shown at once and once', async () => {
  const { connection, room } = await lobby();
  const stored = [{ emoji: '👍', count: 1, userIds: ['u-bob'] }];
  connection.push('RoomUpdated', { ...update(3, 4, []), reactions: [{ messageId: 'id-2', sequence: 2, revision: 4, tallies: stored }] });
  const outcome = room.actions.react('id-2', '👍');
  await settle();
  const shown = () => room.view.get().reactions.get('id-2').map(({ emoji, count }) => `${emoji}${count}`);
  assert.deepEqual(shown(), ['👍2']);
  connection.take('React').answer({ room: 'lobby', messageId: 'id-2', revision: 5 });
  await outcome;
  const tallies = [{ emoji: '👍', count: 2, userIds: ['u-me', 'u-bob'] }];
  connection.push('RoomUpdated', { ...update(4, 5, []), reactions: [{ messageId: 'id-2', sequence: 2, revision: 5, tallies }] });
  await settle();
  assert.deepEqual(shown(), ['👍2']);
});

test('Typing and presence change no view of the room', async () => {
  const { connection, room, views } = await lobby();
  const before = views.length;
  connection.push('TypingChanged', { room: 'lobby', userId: 'u-bob', name: 'bob', isTyping: true });
  connection.push('PresenceChanged', { room: 'lobby', joined: [{ userId: 'u-bob', name: 'bob' }], left: [], count: 2 });
  assert.deepEqual(room.typing.get().map(({ name }) => name), ['bob']);
  assert.deepEqual([room.presence.get().count, room.presence.get().users.length], [2, 1]);
  assert.equal(views.length, before);
});

test('The inbox is there when it is read, with the number of unread messages', { timeout: 20_000 }, async () => {
  const { connection, state } = await lobby();
  state.followInbox();
  state.followInbox();
  // Its code is loaded only now.
  while (connection.waiting('FollowInbox') === 0) await new Promise((resume) => { setImmediate(resume); });
  const entry = (room, unread) => ({
    room, kind: 'private', role: 'member', revision: 1, joinedAt: 1, head: 9, unread, mentions: 0, readThrough: 1, muted: false,
  });
  assert.equal(state.inbox.get().isLoaded, false);
  connection.take('FollowInbox').answer({ epoch: 'e1', through: 1, reset: true, entries: [entry('a', 2), entry('b', 3)], hasMore: false });
  await settle();
  const { entries, unread, isLoaded } = state.inbox.get();
  assert.deepEqual([entries.length, unread, isLoaded], [2, 5, true]);
  assert.equal(connection.waiting('FollowInbox'), 0);
});

test('An inbox that could not be read is read after the next start', { timeout: 20_000 }, async () => {
  let isSignedIn = false;
  const provider = tokens();
  const get = async () => {
    if (!isSignedIn) throw new ChatError(clientCodes.tokenRefused, 'You are signed out.');
    return provider.get();
  };
  const { connection, client, state } = await lobby(null, { tokens: { ...provider, get } });
  const turn = () => new Promise((resume) => { setImmediate(resume); });
  state.followInbox();
  while (state.inbox.get().error === null) await turn();
  isSignedIn = true;
  client.start();
  while (connection.waiting('FollowInbox') === 0) await turn();
  connection.take('FollowInbox').answer({ epoch: 'e1', through: 1, reset: true, entries: [], hasMore: false });
  await settle();
  assert.deepEqual([state.inbox.get().isLoaded, state.inbox.get().error], [true, null]);
});
