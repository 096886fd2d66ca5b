import assert from 'node:assert/strict';
import test from 'node:test';
import { labelOf, myRooms, wordsOf } from '../../../wwwroot/js/page/my-rooms.js';
import { detailsOf } from '../../../wwwroot/js/page/message-details.js';
import { RoomState } from '../../../wwwroot/js/page/room-state.js';
import { message } from './fakes.mjs';

const own = new Set(['u-me']);
const direct = `direct-${'0a'.repeat(24)}`;
const entryOf = (room, more) => ({
  room, kind: 'public', head: 0, unread: 0, mentions: 0, readThrough: 0, lastMessage: null, ...more,
});
const entry = (room, more) => [room, entryOf(room, more)];
const last = (userId, name, text) => ({ messageId: 'm', sequence: 1, userId, name, text, postedAt: 1 });
const room = (name, readThrough, messages) => {
  const state = new RoomState(name, readThrough, own);
  state.reset(messages);
  return state;
};
const shown = (rooms, inbox, current = null) => myRooms({ rooms, inbox: new Map(inbox), ownIds: own, current });

test('The list holds the rooms of this page and those of the inbox, unread ones first', () => {
  const list = shown([room('lobby', 1, [message(1)]), room('attic', 1, [message(1), message(2)])], [
    entry('lobby', { unread: 5, mentions: 1, lastMessage: last('u-me', 'me', 'mine') }), entry('attic', { unread: 1, mentions: 1 }),
    entry('zoo', { unread: 3, title: 'The zoo', kind: 'private', lastMessage: last('u-bob', 'bob', '') }), entry('cellar'),
  ]);
  const said = ({ unread, mentions, isPrivate, last: newest }) => `${unread} ${mentions} ${isPrivate} ${newest?.name} ${newest?.text}`;
  assert.deepEqual(list.map((one) => `${labelOf(one)} ${said(one)}`), [
    '#attic 1 1 false undefined undefined', '#lobby 5 1 false You mine', 'The zoo 3 0 true bob deleted',
    '#cellar 0 0 false undefined undefined',
  ]);
});

test('A direct room that was not opened has the name of the one who wrote, and is not found by its own', () => {
  const of = (message) => shown([], [entry(direct, { kind: 'direct', lastMessage: message })])[0];
  assert.equal(labelOf(of(last('u-bob', 'Bob', 'psst'))), 'Bob');
  assert.equal(labelOf(of(last('u-me', 'me', 'psst'))), 'Direct message');
  assert.equal(wordsOf(of(last('u-bob', 'Bob', 'psst'))), 'bob');
});

test('The page counts the open room once it has it, and the inbox every other', () => {
  const held = room('lobby', 3, [message(9), message(10)]);
  const counted = (current) => shown([held], [entry('lobby', { unread: 7 })], current)[0].unread;
  assert.equal(counted('lobby'), 7);
  held.timeline.prepend([message(2), message(5)], false);
  assert.equal(counted('lobby'), 3);
  assert.equal(counted('attic'), 7);
  assert.equal(shown([held], [])[0].unread, 3);
});

test('A room is read as far as on any device, and what only seemed to be read is unread again', () => {
  const read = room('lobby', 1, [message(1), message(2), message(3)]);
  const through = (readThrough, unread) => entryOf('lobby', { head: 3, readThrough, unread });
  assert.equal(read.readElsewhere(through(2, 1)), false);
  assert.equal(read.unread, 1);
  assert.equal(read.readElsewhere(through(1, 2)), false);
  assert.equal(read.unread, 1, 'it never goes back');

  const fresh = room('lobby', null, [message(1), message(2), message(3)]);
  assert.equal(fresh.unread, 0);
  assert.equal(fresh.readElsewhere(through(1, 2)), true);
  assert.deepEqual([fresh.unread, fresh.unreadAfter], [2, 1]);
  assert.equal(fresh.readElsewhere(through(0, 3)), false);
  assert.equal(fresh.unread, 2);
});

test('The place of a room that is still loading is kept, so that not all counts as read', () => {
  const loading = new RoomState('lobby', null, own);
  assert.equal(loading.readElsewhere(entryOf('lobby', { head: 5, readThrough: 2, unread: 3 })), false);
  loading.reset([1, 2, 3, 4, 5].map((sequence) => message(sequence)));
  assert.deepEqual([loading.readThrough, loading.unread, loading.unreadAfter, loading.isAssumedRead], [2, 3, 2, false]);
});

test('Messages from before the inbox do not count, and those after them do', () => {
  const messages = [1, 2, 3, 4, 5].map((sequence) => message(sequence));
  const of = (more) => {
    const held = new RoomState('lobby', null, own);
    held.readElsewhere(entryOf('lobby', { head: 6, ...more }));
    held.reset(messages);
    return [held.unread, held.readThrough];
  };
  assert.deepEqual(of({ lastMessage: { ...last('u-bob', 'bob', 'x'), sequence: 5 } }), [0, 5]);
  assert.deepEqual(of({}), [0, 5]);
  assert.deepEqual(of({ unread: 2 }), [2, 3]);
  assert.deepEqual(of({ unread: 9 }), [5, 0], 'a page of history shows the others');
  assert.deepEqual(of({ unread: 2, head: 4 }), [5, 0], 'the entry does not know the newest one');
});

test('Receipts stand at the newest own message alone, by those who have read it', () => {
  const mine = (sequence) => message(sequence, sequence, { userId: 'u-me', name: 'me' });
  const held = room('lobby', 0, [mine(1), mine(2), message(3)]);
  held.users = [{ userId: 'u-ann', name: 'ann' }];
  held.cursors = new Map([['u-ann', 2], ['u-bob', 1], ['u-me', 3]]);
  const details = detailsOf(held, { me: { userId: 'u-me', name: 'me' }, ownIds: own }, new Map());
  assert.deepEqual(held.timeline.messages.map((one) => details(one).seenBy), [null, 'Seen by ann', null]);
});
