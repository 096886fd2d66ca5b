import assert from 'node:assert/strict';
import test from 'node:test';
import { Comings, comingsParts } from '../../../wwwroot/js/page/comings.js';
import { readLine } from '../../../wwwroot/js/page/commands.js';
import { relativeTime } from '../../../wwwroot/js/page/dates.js';
import { RoomState } from '../../../wwwroot/js/page/room-state.js';
import { layOut } from '../../../wwwroot/js/page/rows.js';
import { Stretch } from '../../../wwwroot/js/page/stretch.js';
import { message } from './fakes.mjs';

const noon = new Date(2026, 4, 10, 12).getTime();
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i, from + i, { postedAt: noon }));
const shown = (stretch, held) => [stretch.shown(held)[0].sequence, stretch.shown(held).at(-1).sequence];
const plain = (parts) => parts.map((part) => part.name ?? part).join('');
const user = (name) => ({ userId: `u-${name}`, name });
const rowsOf = (more) => layOut({ messages: [], entries: [], me: user('me'), ownIds: new Set(['u-me']), unreadAfter: null, ...more });
const came = (comings, joined, left, after) => comings.add({ joined: joined.map(user), left: left.map(user), after, at: noon });

test('No more than a number of messages stand in the page, and it goes back and on among them', () => {
  const stretch = new Stretch(400);
  const held = range(1, 700);
  assert.deepEqual(shown(stretch, held), [301, 700]);
  stretch.back(held);
  assert.deepEqual(shown(stretch, held), [201, 600]);
  assert.equal(stretch.isNewest, false);
  stretch.back(held); stretch.back(held); stretch.back(held);
  assert.deepEqual(shown(stretch, held), [1, 400]);
  assert.equal(stretch.hasOlder(held), false);
  for (let i = 0; i < 3; i++) stretch.on(held);
  assert.equal(stretch.isNewest, true);
  assert.deepEqual(shown(stretch, held), [301, 700]);
});

test('A reader of old messages keeps the place while new ones come', () => {
  const stretch = new Stretch(400);
  stretch.back(range(1, 700));
  assert.deepEqual(shown(stretch, range(1, 900)), [201, 600]);
});

test('The stretch reaches the first unread message, with some before it', () => {
  const stretch = new Stretch(400);
  const held = range(1, 700);
  stretch.reach(held, 100);
  assert.deepEqual(shown(stretch, held), [50, 449]);
  stretch.reach(held, 3);
  assert.deepEqual(shown(stretch, held), [1, 400]);
  for (const place of [400, 700, Infinity]) {
    stretch.reach(held, place);
    assert.deepEqual(shown(stretch, held), [301, 700]);
  }
});

test('Many that come at the end do not push out what is read', () => {
  const stretch = new Stretch(400);
  assert.deepEqual(shown(stretch, range(1, 300)), [1, 300]);
  stretch.keep(range(1, 390));
  assert.deepEqual([shown(stretch, range(1, 390)), stretch.isNewest], [[1, 390], true]);
  stretch.keep(range(1, 900));
  assert.deepEqual([shown(stretch, range(1, 900)), stretch.isNewest], [[1, 400], false]);
});

test('A page of history comes into view, and as many of the newest go', () => {
  const stretch = new Stretch(400);
  assert.deepEqual(shown(stretch, range(51, 450)), [51, 450]);
  stretch.toOldest(range(1, 450));
  assert.deepEqual(shown(stretch, range(1, 450)), [1, 400]);
  const few = new Stretch(400);
  few.toOldest(range(1, 100));
  assert.equal(few.isNewest, true);
});

test('Who comes and goes between two messages stands in one line', () => {
  const comings = new Comings();
  came(comings, ['ann', 'bob'], [], 1);
  came(comings, [], ['bob', 'cy'], 1);
  came(comings, ['cy'], [], 1);
  came(comings, ['dan'], [], 2);
  const rows = rowsOf({ messages: range(1, 2), comings: comings.lines });
  assert.deepEqual(rows.map((row) => (row.kind === 'comings' ? plain(row.parts) : row.kind)),
    ['day', 'message', 'ann joined, bob came and went, cy left and came back', 'message', 'dan joined']);
});

test('Nobody comes after what they wrote', () => {
  const rows = (comings, to) => rowsOf({ messages: range(1, to), comings: comings.lines }).map((row) => (row.kind === 'comings' ? plain(row.parts) : row.kind)).slice(1);
  const comings = new Comings();
  const wrote = (name, sequence, at, present = []) => comings.wrote([message(sequence, sequence, user(name))], present.map(user), at);
  // Their coming is told late: others wrote, came and went in the meantime.
  came(comings, ['ann'], [], 1);
  wrote('bob', 2, noon);
  wrote('ann', 3, noon, ['ann']);
  wrote('bob', 4, noon);
  came(comings, ['bob', 'cy'], [], 4);
  assert.deepEqual(rows(comings, 4), ['message', 'ann and bob joined', 'message', 'message', 'message', 'cy joined']);
  // What was written long before, and was not followed by a coming, is of another visit. So is what they wrote who have gone since.
  wrote('dan', 5, noon - 20_000);
  came(comings, ['dan'], [], 5);
  wrote('eve', 6, noon);
  came(comings, [], ['eve'], 6);
  came(comings, ['eve'], [], 7);
  assert.deepEqual(rows(comings, 7).slice(5), ['cy joined', 'message', 'dan joined', 'message', 'eve left', 'message', 'eve joined']);
  // It stands before a line that is there already.
  wrote('flo', 4, noon);
  came(comings, ['flo'], [], 9);
  assert.deepEqual(rows(comings, 4).slice(2, 7), ['message', 'message', 'flo joined', 'message', 'cy joined']);
});

test('Many who come are counted', () => {
  const comings = new Comings();
  came(comings, ['a', 'b', 'c', 'd'], [], 0);
  assert.equal(plain(comingsParts(comings.lines[0])), 'a, b and 2 more joined');
});

test('What belongs to messages that are not shown is not shown', () => {
  const comings = new Comings();
  came(comings, ['ann'], [], 1);
  assert.equal(rowsOf({ messages: range(10, 12), comings: comings.lines }).some((row) => row.kind === 'comings'), false);
});

test('A room that is shown anew says so, and one that is shown first does not', () => {
  const room = new RoomState('lobby', null);
  room.reset(range(1, 3));
  assert.equal(room.restartedAt, null);
  room.reset(range(5, 9));
  const kinds = () => rowsOf({ messages: room.timeline.messages, restartedAt: room.restartedAt }).slice(0, 2).map((row) => row.kind);
  assert.deepEqual(kinds(), ['restart', 'day']);
  // Regression: an emptied room did not say so.
  room.reset([]);
  assert.deepEqual(kinds(), ['restart']);
  room.timeline.update(range(1, 2));
  assert.deepEqual(kinds(), ['restart', 'day']);
});

test('What came while one was away is divided off, though it is read at once', () => {
  const room = new RoomState('lobby', null);
  room.reset(range(1, 3));
  room.update(range(4, 5), { isSeen: true, isCatchUp: true });
  room.read();
  assert.deepEqual([room.unread, room.unreadAfter], [0, 3]);
  room.closeDivider();
  assert.equal(room.unreadAfter, null);
});

test('A line with a slash is a command, a text with one, or told to be neither', () => {
  assert.deepEqual(readLine('hi /join x'), { text: 'hi /join x' });
  assert.deepEqual(readLine('//join x'), { text: '/join x' });
  assert.deepEqual(readLine('/join  kitchen '), { command: 'join', argument: 'kitchen' });
  assert.deepEqual(readLine('/LEAVE'), { command: 'leave', argument: '' });
  assert.deepEqual(readLine('/me waves'), { text: '* waves' });
  assert.match(readLine('/jion x').problem, /no \/jion; \/join is near it/);
  assert.match(readLine('/usr/bin').problem, /^There is no \/usr\/bin\. /);
  assert.match(readLine('/join').problem, /a room/);
});

test('Time is told as how long ago within the hour, and then by the clock', () => {
  const ago = (minutes) => relativeTime(noon, noon + minutes * 60_000);
  assert.deepEqual([0, 0.9, 1, 59, -0.5].map(ago), ['just now', 'just now', '1 min ago', '59 min ago', 'just now']);
  assert.match(ago(60), /12/);
  assert.match(ago(-10), /12/);
});
