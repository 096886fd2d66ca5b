import assert from 'node:assert/strict';
import test from 'node:test';
import { JoinedRooms } from '../../../wwwroot/js/page/joined-rooms.js';
import { PageState } from '../../../wwwroot/js/page/page-state.js';

const entry = (room) => [room, { room, kind: 'public', head: 9, unread: 2, mentions: 0, readThrough: 7, lastMessage: null }];

function page({ limit = 4, rooms = [], inbox = [], followInbox = async () => {} } = {}) {
  const state = new PageState({ name: 'me', accessToken: null, guest: null, rooms, current: null, ownIds: ['u-me'], readThrough: {} });
  const calls = [];
  const entries = new Map(inbox.map(entry));
  const client = {
    limits: { roomsPerConnection: limit }, followInbox, inboxEntry: (room) => entries.get(room) ?? null,
    join: (room) => calls.push(`+${room}`), forget: (room) => calls.push(`forget ${room}`),
    unsubscribe: async (room) => { calls.push(`-${room}`); },
  };
  state.inbox = new Map(entries);
  const joined = new JoinedRooms(client, state);
  const open = (name) => { joined.open(name); state.current = name; };
  return { state, calls, joined, open, held: () => state.rooms.map(({ name }) => name) };
}

test('Before the limit of a connection the room that was not open for the longest time makes place', () => {
  const { state, calls, open, held } = page({ inbox: ['a', 'b', 'c', 'd', 'e'] });
  for (const name of ['a', 'b', 'c', 'a']) open(name);
  assert.deepEqual(calls, ['+a', '+b', '+c']);
  open('d');
  assert.deepEqual(calls.slice(3), ['-b', 'forget b', '+d']);
  assert.deepEqual(held(), ['a', 'c', 'd']);
  assert.deepEqual(state.mine.map(({ name, unread }) => `${name} ${unread}`), ['a 2', 'b 2', 'c 2', 'e 2', 'd 2']);
});

test('A room with unsent messages, or one that the inbox does not have, is not let go', () => {
  const { state, open, held } = page({ limit: 2, inbox: ['a', 'b', 'd'] });
  open('a');
  state.room('a').entries = [{}];
  for (const name of ['c', 'b', 'd']) open(name);
  assert.deepEqual(held(), ['a', 'c', 'd']);
});

test('The place of a room that was let go is kept', () => {
  const { state, open } = page({ limit: 1, inbox: ['a', 'b'] });
  open('a');
  state.room('a').readThrough = 9;
  for (const name of ['b', 'a']) open(name);
  assert.equal(state.room('a').readThrough, 9);
});

test('A reloaded page lists its rooms until the inbox is read, and joins none that the user left elsewhere', async () => {
  const { state, calls, joined, open } = page({ rooms: ['a', 'b', 'left elsewhere'], inbox: ['a', 'b', 'z'] });
  const inbox = state.inbox;
  state.inbox = new Map();
  open('a');
  assert.deepEqual(state.mine.map(({ name }) => name), ['a', 'b', 'left elsewhere']);
  state.identify({ userId: 'u-me', name: 'me' });
  await joined.joinRest();
  assert.deepEqual(calls, ['+a']);
  state.inbox = inbox;
  assert.deepEqual(['z', 'left elsewhere'].map((name) => state.isIn(name)), [true, false]);
});

test('A guest who is another user than before the reload joins the rooms of before', async () => {
  const { state, calls, joined } = page({ rooms: ['a', 'b'], inbox: ['a'] });
  state.identify({ userId: 'u-new', name: 'me' });
  state.identify({ userId: 'u-new', name: 'me' });
  await joined.joinRest();
  assert.deepEqual(calls, ['+b']);
});

test('Without an inbox a reloaded page joins all its rooms', async () => {
  const { calls, joined } = page({ rooms: ['a', 'b'], followInbox: async () => { throw new Error('unknown method'); } });
  await joined.joinRest();
  assert.deepEqual(calls, ['+a', '+b']);
});

test('After a refusal no other room is asked for, and after a removal one of the inbox opens', () => {
  const { state, calls, joined, open } = page({ inbox: ['a', 'b'] });
  open('a');
  joined.drop('a');
  assert.equal(joined.openNext('a', true), null);
  assert.equal(joined.joinUnsent('a'), null);
  assert.equal(joined.openNext('a', false), 'b');
  assert.deepEqual(calls, ['+a', '+b']);
  assert.notEqual(state.room('b'), null);
});
