import assert from 'node:assert/strict';
import test from 'node:test';
import { labelOf, myRooms, wordsOf } from '../../../wwwroot/js/page/my-rooms.js';
import { detailsOf } from '../../../wwwroot/js/page/message-details.js';
import { RoomState } from '../../../wwwroot/js/page/room-state.js';
import { message } from './fakes.mjs';

const own = new Set(['u-me']);
const direct = `direct-${'0a'.repeat(24)}`;
const entry = (room, more) => [room, { room, kind: 'public', unread: 0, mentions: 0, readThrough: 0, lastMessage: null, ...more }];
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
    '#attic 1 1 false undefined undefined', 'The zoo 3 0 true bob deleted', '#cellar 0 0 false undefined undefined',
    '#lobby 0 0 false You mine',
  ]);
});

test('A direct room that was not opened has the name of the one who wrote, and is not found by its own', () => {
  const of = (message) => shown([], [entry(direct, { kind: 'direct', lastMessage: message })])[0];
  assert.equal(labelOf(of(last('u-bob', 'Bob', 'psst'))), 'Bob');
  assert.equal(labelOf(of(last('u-me', 'me', 'psst'))), 'Direct message');
  assert.equal(wordsOf(of(last('u-bob', 'Bob', 'psst'))), 'bob');
});

test('The page counts what it has, and the inbox what it has not', () => {
  const held = room('lobby', 3, [message(9), message(10)]);
  assert.equal(shown([held], [entry('lobby', { unread: 7 })])[0].unread, 7);
  held.timeline.prepend([message(2), message(5)], false);
  assert.equal(shown([held], [entry('lobby', { unread: 7 })])[0].unread, 3);
});

test('A room is read as far as on any device, and what only seemed to be read is unread again', () => {
  const read = room('lobby', 1, [message(1), message(2), message(3)]);
  assert.equal(read.readElsewhere(2), false);
  assert.equal(read.unread, 1);
  assert.equal(read.readElsewhere(1), false);
  assert.equal(read.unread, 1, 'it never goes back');

  const fresh = room('lobby', null, [message(1), message(2), message(3)]);
  assert.equal(fresh.unread, 0);
  assert.equal(fresh.readElsewhere(1), true);
  assert.deepEqual([fresh.unread, fresh.unreadAfter], [2, 1]);
  assert.equal(fresh.readElsewhere(0), false);
  assert.equal(fresh.unread, 2);
});

test('Receipts stand at the newest own message alone, by those who have read it', () => {
  const mine = (sequence) => message(sequence, sequence, { userId: 'u-me', name: 'me' });
  const held = room('lobby', 0, [mine(1), mine(2), message(3)]);
  held.users = [{ userId: 'u-ann', name: 'ann' }];
  held.cursors = new Map([['u-ann', 2], ['u-bob', 1], ['u-me', 3]]);
  const details = detailsOf(held, { me: { userId: 'u-me', name: 'me' }, ownIds: own }, new Map());
  assert.deepEqual(held.timeline.messages.map((one) => details(one).seenBy), [null, 'Seen by ann', null]);
});
