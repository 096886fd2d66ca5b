import assert from 'node:assert/strict';
import test from 'node:test';
import { isModerator, isOwner, mayActOn } from '../../../wwwroot/js/page/people.js';
import { RoomState } from '../../../wwwroot/js/page/room-state.js';
import { layOut } from '../../../wwwroot/js/page/rows.js';
import { message } from './fakes.mjs';

const own = new Set(['u-me']);
const names = new Map([['u-me', 'you'], ['ann', 'Ann'], ['bob', 'Bob'], ['cy', 'Cy'], ['dan', 'Dan'], ['eve', 'Eve']]);
const noon = new Date(2026, 4, 10, 12).getTime();
const said = (sequence, type, userId, by, text = 'as the server says') => message(sequence, sequence, {
  kind: 'system', userId: by ?? '', name: '', text, postedAt: noon, event: { type, userId, by },
});
const plain = (parts) => parts.map((part) => part.name ?? part).join('');
const lines = (...messages) => layOut({
  messages, entries: [], me: { userId: 'u-me', name: 'me' }, ownIds: own, unreadAfter: null, nameOf: (id) => names.get(id) ?? null,
}).filter(({ kind }) => kind === 'system').map((row) => plain(row.parts));

test('What happened in a room is said by its event, with the names that the reader knows', () => {
  const line = (...event) => lines(said(1, ...event))[0];
  assert.equal(line('joined', 'ann', 'ann'), 'Ann joined');
  assert.equal(line('joined', 'ann', 'u-me'), 'You added Ann');
  assert.equal(line('left', 'u-me', 'u-me'), 'You left');
  assert.equal(line('kicked', 'bob', 'ann'), 'Ann removed Bob');
  assert.equal(line('banned', 'u-me', 'ann'), 'Ann banned you');
  assert.equal(line('muted', 'bob', 'ann'), 'Ann muted Bob');
  assert.equal(line('unmuted', 'bob', 'ann'), 'Ann lifted the mute of Bob');
  assert.equal(line('role-changed', 'bob', 'ann', 'ann made bob moderator.'), 'Ann made Bob moderator');
  assert.equal(line('room-changed', null, 'ann'), 'Ann changed the settings of the room');
  for (const unknown of [['a-later-type', 'bob', 'ann'], ['kicked', 'bob', null], ['joined', 'who', 'ann'], ['role-changed', 'bob', 'ann']])
    assert.equal(line(...unknown), 'as the server says', unknown.join());
});

test('Joins in a row are one line, and other messages divide them', () => {
  const joined = (sequence, id, by = id) => said(sequence, 'joined', id, by);
  assert.deepEqual(lines(joined(1, 'ann'), joined(2, 'bob'), joined(3, 'cy'), joined(4, 'dan'), joined(5, 'eve'), joined(6, 'ann')),
    ['Ann, Bob, Cy and 2 more joined']);
  const divided = message(4, 4, { postedAt: noon });
  assert.deepEqual(lines(joined(1, 'bob', 'ann'), joined(2, 'cy', 'ann'), joined(3, 'dan'), divided, joined(5, 'eve')),
    ['Ann added Bob and Cy', 'Dan joined', 'Eve joined']);
  assert.deepEqual(lines(said(1, 'muted', 'bob', 'ann'), said(2, 'muted', 'cy', 'ann')), ['Ann muted Bob', 'Ann muted Cy']);
});

test('What the system says is never unread', () => {
  const room = new RoomState('lobby', 0, own);
  room.reset([said(1, 'joined', 'ann', 'ann'), message(2)]);
  assert.equal(room.unread, 1);
});

test('A room is called by the other user, by its title, or by its name', () => {
  const room = new RoomState('lobby', null, own);
  assert.deepEqual([room.label, room.title], ['#lobby', null]);
  room.inform({ kind: 'private', title: 'Lunch', revision: 3 });
  room.inform(null);
  assert.deepEqual([room.label, room.isPrivate, room.isDirect], ['Lunch', true, false]);
  const direct = new RoomState(`direct-${'0a'.repeat(24)}`, null, own);
  assert.deepEqual([direct.label, direct.isDirect], ['Direct message', true]);
  direct.learn([{ userId: 'u-me', name: 'me', role: 'member' }, { userId: 'ann', name: 'Ann', role: 'member' }]);
  assert.equal(direct.label, 'Ann');
  direct.nameElsewhere = (id) => (id === 'bob' ? 'Bob' : null);
  const nameless = ['bob', 'cy'].map((id) => {
    direct.members.clear();
    direct.learn([{ userId: id, name: id, role: 'member' }]);
    return direct.label;
  });
  assert.deepEqual(nameless, ['Bob', 'cy'], 'one who was added has no name before coming');
});

test('Only moderators act on members, only on lower roles, and nobody in a direct room', () => {
  const room = (role, isDirect = false) => ({ role, isDirect });
  assert.deepEqual(['member', 'moderator', 'owner'].map((role) => mayActOn(room('moderator'), role)), [true, false, false]);
  assert.deepEqual(['member', 'moderator', 'owner', undefined].map((role) => mayActOn(room('owner'), role)), [true, true, false, true]);
  assert.deepEqual([mayActOn(room('member'), 'member'), mayActOn(room('owner', true), 'member')], [false, false]);
  assert.deepEqual([isOwner(room('owner')), isOwner(room('owner', true)), isModerator(room('moderator'))], [true, false, true]);
});

test('A role from the token stays while the stored one does, and a new stored one applies', () => {
  const room = new RoomState('lobby', null, own);
  const me = (role, more) => ({ userId: 'u-me', name: 'me', role, revision: 5, ...more });
  room.role = 'moderator';
  room.learn([me('member')]);
  room.changeMembers([me('member', { mutedUntil: 9 })]);
  assert.equal(room.role, 'moderator');
  room.changeMembers([me('owner')]);
  assert.equal(room.role, 'owner');
  room.changeMembers([{ userId: 'ann', name: 'Ann', role: 'member', left: 'kicked', revision: 6 }]);
  assert.deepEqual([...room.members.keys()], ['u-me']);
});
