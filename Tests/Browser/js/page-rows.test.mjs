import assert from 'node:assert/strict';
import test from 'node:test';
import { PresenceDigest, presenceParts } from '../../../wwwroot/js/page/presence-digest.js';
import { readLine } from '../../../wwwroot/js/page/commands.js';
import { relativeTime } from '../../../wwwroot/js/page/dates.js';
import { RoomState } from '../../../wwwroot/js/page/room-state.js';
import { layOut } from '../../../wwwroot/js/page/rows.js';
import { MessageWindow } from '../../../wwwroot/js/page/message-window.js';
import { message } from './fakes.mjs';

const noon = new Date(2026, 4, 10, 12).getTime();
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i, from + i, { postedAt: noon }));
const shown = (messageWindow, held) => [messageWindow.shown(held)[0].sequence, messageWindow.shown(held).at(-1).sequence];
const plain = (parts) => parts.map((part) => part.name ?? part).join('');
const user = (name) => ({ userId: `u-${name}`, name });
const rowsOf = (more) => layOut({ messages: [], entries: [], me: user('me'), ownIds: new Set(['u-me']), unreadAfter: null, ...more });
const came = (presence, joined, left, after) => presence.add({ joined: joined.map(user), left: left.map(user), after, at: noon });

test('No more than a number of messages stand in the page, and it goes back and on among them', () => {
  const messageWindow = new MessageWindow(400);
  const held = range(1, 700);
  assert.deepEqual(shown(messageWindow, held), [301, 700]);
  messageWindow.back(held);
  assert.deepEqual(shown(messageWindow, held), [201, 600]);
  assert.equal(messageWindow.isNewest, false);
  messageWindow.back(held); messageWindow.back(held); messageWindow.back(held);
  assert.deepEqual(shown(messageWindow, held), [1, 400]);
  assert.equal(messageWindow.hasOlder(held), false);
  for (let i = 0; i < 3; i++) messageWindow.on(held);
  assert.equal(messageWindow.isNewest, true);
  assert.deepEqual(shown(messageWindow, held), [301, 700]);
});

test('A reader of old messages keeps the place while new ones come', () => {
  const messageWindow = new MessageWindow(400);
  messageWindow.back(range(1, 700));
  assert.deepEqual(shown(messageWindow, range(1, 900)), [201, 600]);
});

test('The messageWindow reaches the first unread message, with some before it', () => {
  const messageWindow = new MessageWindow(400);
  const held = range(1, 700);
  messageWindow.reach(held, 100);
  assert.deepEqual(shown(messageWindow, held), [50, 449]);
  messageWindow.reach(held, 3);
  assert.deepEqual(shown(messageWindow, held), [1, 400]);
  for (const place of [400, 700, Infinity]) {
    messageWindow.reach(held, place);
    assert.deepEqual(shown(messageWindow, held), [301, 700]);
  }
});

test('Many that come at the end do not push out what is read', () => {
  const messageWindow = new MessageWindow(400);
  assert.deepEqual(shown(messageWindow, range(1, 300)), [1, 300]);
  messageWindow.keep(range(1, 390));
  assert.deepEqual([shown(messageWindow, range(1, 390)), messageWindow.isNewest], [[1, 390], true]);
  messageWindow.keep(range(1, 900));
  assert.deepEqual([shown(messageWindow, range(1, 900)), messageWindow.isNewest], [[1, 400], false]);
});

test('A page of history comes into view, and as many of the newest go', () => {
  const messageWindow = new MessageWindow(400);
  assert.deepEqual(shown(messageWindow, range(51, 450)), [51, 450]);
  messageWindow.toOldest(range(1, 450));
  assert.deepEqual(shown(messageWindow, range(1, 450)), [1, 400]);
  const few = new MessageWindow(400);
  few.toOldest(range(1, 100));
  assert.equal(few.isNewest, true);
});

test('Who comes and goes between two messages stands in one line', () => {
  const presence = new PresenceDigest();
  came(presence, ['ann', 'bob'], [], 1);
  came(presence, [], ['bob', 'cy'], 1);
  came(presence, ['cy'], [], 1);
  came(presence, ['dan'], [], 2);
  const rows = rowsOf({ messages: range(1, 2), presence: presence.lines });
  assert.deepEqual(rows.map((row) => (row.kind === 'presence' ? plain(row.parts) : row.kind)),
    ['day', 'message', 'ann joined, bob came and went, cy left and came back', 'message', 'dan joined']);
});

test('Nobody comes after what they wrote', () => {
  const rows = (presence, to) => rowsOf({ messages: range(1, to), presence: presence.lines })
    .map((row) => (row.kind === 'presence' ? plain(row.parts) : row.kind)).slice(1);
  const presence = new PresenceDigest();
  const wrote = (name, sequence, at, present = []) => presence.wrote([message(sequence, sequence, user(name))], present.map(user), at);
  // Their arrival is reported late: other users posted, joined and left in the meantime.
  came(presence, ['ann'], [], 1);
  wrote('bob', 2, noon);
  wrote('ann', 3, noon, ['ann']);
  wrote('bob', 4, noon);
  came(presence, ['bob', 'cy'], [], 4);
  assert.deepEqual(rows(presence, 4), ['message', 'ann and bob joined', 'message', 'message', 'message', 'cy joined']);
  // A post from long before, without a later arrival, belongs to another visit. So does a post of users who have left since.
  wrote('dan', 5, noon - 20_000);
  came(presence, ['dan'], [], 5);
  wrote('eve', 6, noon);
  came(presence, [], ['eve'], 6);
  came(presence, ['eve'], [], 7);
  assert.deepEqual(rows(presence, 7).slice(5), ['cy joined', 'message', 'dan joined', 'message', 'eve left', 'message', 'eve joined']);
  // It is placed before an existing line.
  wrote('flo', 4, noon);
  came(presence, ['flo'], [], 9);
  assert.deepEqual(rows(presence, 4).slice(2, 7), ['message', 'message', 'flo joined', 'message', 'cy joined']);
});

test('Many who come are counted', () => {
  const presence = new PresenceDigest();
  came(presence, ['a', 'b', 'c', 'd'], [], 0);
  assert.equal(plain(presenceParts(presence.lines[0])), 'a, b and 2 more joined');
});

test('What belongs to messages that are not shown is not shown', () => {
  const presence = new PresenceDigest();
  came(presence, ['ann'], [], 1);
  assert.equal(rowsOf({ messages: range(10, 12), presence: presence.lines }).some((row) => row.kind === 'presence'), false);
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

test('A line with a slash is a command, a text with one, or refused as neither', () => {
  assert.deepEqual(readLine('hi /join x'), { text: 'hi /join x' });
  assert.deepEqual(readLine('//join x'), { text: '/join x' });
  assert.deepEqual(readLine('/join  kitchen '), { command: 'join', argument: 'kitchen' });
  assert.deepEqual(readLine('/LEAVE'), { command: 'leave', argument: '' });
  assert.deepEqual(readLine('/me waves'), { text: '* waves' });
  assert.match(readLine('/jion x').problem, /no \/jion; \/join is near it/);
  assert.match(readLine('/usr/bin').problem, /^There is no \/usr\/bin\. /);
  assert.match(readLine('/join').problem, /a room/);
});

test('Time is shown as how long ago within the hour, and then by the clock', () => {
  const ago = (minutes) => relativeTime(noon, noon + minutes * 60_000);
  assert.deepEqual([0, 0.9, 1, 59, -0.5].map(ago), ['just now', 'just now', '1 min ago', '59 min ago', 'just now']);
  assert.match(ago(60), /12/);
  assert.match(ago(-10), /12/);
});
