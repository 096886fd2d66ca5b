import assert from 'node:assert/strict';
import test from 'node:test';
import { Presence } from '../../../wwwroot/js/client/presence.js';
import { backOnline } from '../../../wwwroot/js/page/banner.js';
import { closedBecause } from '../../../wwwroot/js/page/closed.js';
import { LineRecall } from '../../../wwwroot/js/page/line-recall.js';
import { complete } from '../../../wwwroot/js/page/completion.js';
import { RoomState } from '../../../wwwroot/js/page/room-state.js';
import { layOut } from '../../../wwwroot/js/page/rows.js';
import { Timeline } from '../../../wwwroot/js/page/timeline.js';
import { typingParts } from '../../../wwwroot/js/page/people-list.js';
import { message } from './fakes.mjs';

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const sequences = (timeline) => timeline.messages.map((m) => m.sequence);
const plain = (parts) => parts.map((part) => part.name ?? part).join('');
const nobody = { userId: 'u-me', name: 'me' };
const rowsOf = (more) => layOut({ messages: [], entries: [], me: nobody, ownIds: new Set(['u-me']), unreadAfter: null, ...more });
const noon = new Date(2026, 4, 10, 12).getTime();

test('A timeline keeps the order of the room whatever order messages come in', () => {
  const timeline = new Timeline();
  timeline.reset(range(1, 3));
  timeline.update([message(6), message(4)]);
  timeline.update([message(5)]);
  assert.deepEqual(sequences(timeline), [1, 2, 3, 4, 5, 6]);
});

test('An older revision does not undo a newer one', () => {
  const timeline = new Timeline();
  timeline.reset(range(1, 3));
  timeline.update([message(2, 9)]);
  timeline.update([message(2, 2)]);
  assert.equal(timeline.messages[1].revision, 9);
});

test('Only a message that was not there is new', () => {
  const timeline = new Timeline();
  timeline.reset(range(1, 3));
  assert.deepEqual(timeline.update([message(2, 9), message(4)]).map((m) => m.sequence), [4]);
});

test('A change of a message before the first one held waits for its page of history', () => {
  const timeline = new Timeline();
  timeline.reset(range(51, 60));
  assert.equal(timeline.hasOlder, true);
  timeline.update([message(20, 61)]);
  assert.deepEqual(sequences(timeline), sequences({ messages: range(51, 60) }));
  timeline.prepend(range(1, 50), false);
  assert.equal(timeline.messages[19].revision, 61);
  assert.equal(timeline.hasOlder, false);
});

test('A trimmed timeline knows that there are older messages', () => {
  const timeline = new Timeline();
  timeline.reset(range(1, 10));
  assert.equal(timeline.hasOlder, false);
  timeline.trim(4);
  assert.deepEqual(sequences(timeline), [7, 8, 9, 10]);
  assert.equal(timeline.hasOlder, true);
});

test('Messages of one author are grouped until five minutes, another author or another day come between', () => {
  const minutes = (n) => noon + n * 60_000;
  const messages = [
    message(1, 1, { postedAt: minutes(0) }), message(2, 2, { postedAt: minutes(4) }), message(3, 3, { postedAt: minutes(10) }),
    message(4, 4, { postedAt: minutes(11), userId: 'u-cy', name: 'cy' }), message(5, 5, { postedAt: minutes(12) }),
    message(6, 6, { postedAt: minutes(24 * 60) }),
  ];
  const rows = rowsOf({ messages });
  assert.deepEqual(rows.map((row) => (row.kind === 'message' ? row.isGrouped : row.kind)),
    ['day', false, true, false, false, false, 'day', false]);
  assert.equal(new Set(rows.map((row) => row.key)).size, rows.length);
});

test('A message keeps its key from the local echo to the stored one', () => {
  const entry = { messageId: 'm1', room: 'lobby', text: 'x', replyTo: null, at: noon, state: 'sending', error: null, triedAs: [] };
  const [echo] = rowsOf({ entries: [entry] }).slice(-1);
  const [stored] = rowsOf({ messages: [message(1, 1, { messageId: 'm1', userId: 'u-me', name: 'me', postedAt: noon })] }).slice(-1);
  assert.equal(echo.key, stored.key);
  assert.deepEqual([echo.state, stored.state], ['sending', 'stored']);
});

test('The divider stands before the first unread message of another', () => {
  const messages = [message(1), message(2, 2, { userId: 'u-me' }), message(3)].map((m) => ({ ...m, postedAt: noon }));
  const rows = rowsOf({ messages, unreadAfter: 1 });
  assert.deepEqual(rows.map((row) => row.kind), ['day', 'message', 'message', 'unread', 'message']);
});

test('Nothing of a room is read before its messages are here', () => {
  const room = new RoomState('lobby', 5);
  room.read();
  room.reset(range(1, 8));
  assert.equal(room.unread, 3);
  assert.equal(room.unreadAfter, 5);
});

test('A room that is opened for the first time has nothing unread', () => {
  const room = new RoomState('lobby', null);
  room.reset(range(1, 8));
  assert.equal(room.unread, 0);
});

test('A deleted message keeps its count until no message before it is unread, and those of oneself have none', () => {
  const room = new RoomState('lobby', 2, new Set(['u-me']));
  const unseen = { isSeen: false, isCatchUp: false };
  room.reset([...range(1, 3), message(4, 9, { deletedAt: 1, text: '' })]);
  assert.equal(room.passDeleted(), false);
  assert.deepEqual([room.unread, room.firstUnread.sequence], [2, 3]);
  room.update([message(3, 10, { deletedAt: 1, text: '' })], unseen);
  assert.equal(room.passDeleted(), true);
  assert.deepEqual([room.unread, room.firstUnread, room.readThrough], [0, null, 4]);
  const news = [message(11), message(12, 12, { userId: 'u-me' }), message(13, 14, { deletedAt: 1, text: '' })];
  assert.deepEqual(room.update(news, unseen).map((m) => m.sequence), [11]);
  assert.deepEqual([room.unread, room.unreadAfter], [2, 4]);
  const kinds = rowsOf({ messages: room.timeline.messages, unreadAfter: room.unreadAfter }).map((row) => row.kind);
  assert.deepEqual(kinds.filter((kind) => kind !== 'day'),
    ['message', 'message', 'message', 'message', 'unread', 'message', 'message', 'message']);
});

test('Read is what was seen, and never less than before', () => {
  const room = new RoomState('lobby', 2);
  room.reset(range(1, 8));
  assert.equal(room.seen(5), true);
  assert.equal(room.unread, 3);
  assert.equal(room.seen(4), false);
  assert.equal(room.unread, 3);
  room.read();
  assert.equal(room.unread, 0);
});

test('What came while one was away is counted as it stands in the end, and only then', () => {
  const room = new RoomState('lobby', null);
  room.reset(range(1, 3));
  room.caughtUp();
  room.update(range(4, 5), { isSeen: true, isCatchUp: true });
  room.lost();
  room.update([message(6), message(7), message(8, 9, { deletedAt: 1 })], { isSeen: true, isCatchUp: true });
  assert.deepEqual([room.unread, room.unreadAfter], [3, 5]);
  room.update([message(7, 10, { deletedAt: 1 })], { isSeen: true, isCatchUp: true });
  assert.deepEqual(room.caughtUp(), [6]);
});

test('What an outage brought is said with the first and the last number', () => {
  assert.equal(backOnline([]), 'Back online');
  assert.equal(backOnline([7]), 'Back online, 1 new message while you were away, nothing missed (number 7)');
  assert.equal(backOnline([38, 40, 50]), 'Back online, 3 new messages while you were away, nothing missed (38 to 50)');
});

test('The message field says why it is closed, and until when', () => {
  const ownIds = new Set(['u-me']);
  const room = new RoomState('lobby', null, ownIds);
  const state = { me: nobody, ownIds, blocked: new Map([['u-bob', 'bob']]), inbox: new Map() };
  const why = (about = room) => closedBecause(about, state, noon)?.why ?? null;
  assert.equal(why(), null);
  room.changeMembers([{ userId: 'u-me', name: 'me', role: 'member', mutedUntil: noon + 60_000, revision: 1 }]);
  assert.deepEqual(closedBecause(room, state, noon), { why: 'A moderator has muted you until 12:01.', until: noon + 60_000 });
  assert.equal(closedBecause(room, state, noon + 60_000), null);
  state.inbox.set('lobby', { mutedUntil: null });
  assert.equal(why(), null, 'the inbox knows best');
  room.inform({ kind: 'public', posting: 'moderators', archivedAt: null });
  assert.equal(why(), 'Only moderators write in this room.');
  room.role = 'moderator';
  assert.equal(why(), null);
  room.inform({ kind: 'public', posting: 'members', archivedAt: noon });
  assert.match(why(), /archived/);

  const direct = new RoomState(`direct-${'0a'.repeat(24)}`, null, ownIds);
  assert.equal(why(direct), null);
  direct.users = [nobody, { userId: 'u-bob', name: 'bob' }];
  assert.match(why(direct), /^You blocked bob\./);
});

test('A text is cut between two characters, whether the browser knows where that is or not', async () => {
  const family = '👨‍👩‍👧‍👦';
  const whole = ['🇩🇪🇫🇷', `${family}!`, '👍🏽x', 'e\u0301\u0323a', '🏴󠁧󠁢󠁳󠁣󠁴󠁿s', '1️⃣2', 'Ωα'];
  const { Segmenter } = Intl;
  const fallback = async () => {
    Intl.Segmenter = undefined;
    try { return await import('../../../wwwroot/js/page/graphemes.js?fallback'); } finally { Intl.Segmenter = Segmenter; }
  };
  for (const { firstGrapheme, shortened } of [await import('../../../wwwroot/js/page/graphemes.js'), await fallback()]) {
    assert.deepEqual(whole.map((text) => firstGrapheme(text)), ['🇩🇪', family, '👍🏽', 'e\u0301\u0323', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', 'Ω']);
    assert.equal(firstGrapheme(''), undefined);
    assert.equal(shortened(`bob: ${family}`, 16), `bob: ${family}`);
    assert.equal(shortened(`bob: ${family} ${family}`, 20), `bob: ${family}…`);
    for (let most = 1; most < 40; most++) {
      const text = shortened(`a ${family}🇩🇪👍🏽 and what follows it`, most);
      assert.ok(text.length <= most && text.isWellFormed() && !/\u200D…|[🇩👍👨]…/u.test(text), text);
    }
  }
});

test('Earlier lines are recalled as in a shell, and never over a text', () => {
  const recall = new LineRecall();
  recall.add('one');
  recall.add('two');
  assert.equal(recall.step(-1, ''), 'two');
  assert.equal(recall.step(-1, 'two'), 'one');
  assert.equal(recall.step(-1, 'one'), null);
  assert.equal(recall.step(1, 'one'), 'two');
  assert.equal(recall.step(1, 'two'), '');
  assert.equal(recall.step(-1, 'a draft'), null);
});

test('Tab completes a command, a room to join, and nothing else', () => {
  const known = { rooms: ['kitchen', 'lobby'] };
  const completed = (text, caret = text.length) => complete(text, caret, known);
  assert.deepEqual(completed('/jo'), { text: '/join ', caret: 6 });
  assert.deepEqual(completed('/join ki'), { text: '/join kitchen ', caret: 14 });
  for (const nothing of ['al', 'me@al', 'a /jo', '/zz', '//jo', '@alice']) assert.equal(completed(nothing), null, nothing);
});

test('A new name of someone who is here is in the list and is no coming', () => {
  const room = new RoomState('lobby', null);
  const [bob, robert, carol] = [['b', 'Bob'], ['b', 'Robert'], ['c', 'Carol']].map(([userId, name]) => ({ userId, name }));
  room.cameAndWent({ users: [bob], count: 1, joined: [], left: [] }, new Set(), 0);
  room.cameAndWent({ users: [robert, carol], count: 2, joined: [robert, carol], left: [] }, new Set(), 1);
  assert.deepEqual(room.users, [robert, carol]);
  assert.deepEqual([...room.presence.lines[0].people.keys()], ['c']);
});

test('A large room has a number and no names, and nobody came when its names return', () => {
  const [ann, bob, cy] = ['ann', 'bob', 'cy'].map((name) => ({ userId: name, name }));
  const presence = new Presence();
  presence.begin([ann, bob], 2);
  assert.deepEqual(presence.apply({ room: 'lobby', joined: [cy], left: [], count: 3 }), { joined: [cy], left: [] });
  presence.apply({ room: 'lobby', joined: [], left: [], count: 205 });
  assert.deepEqual([presence.users, presence.count], [[], 205]);
  assert.deepEqual(presence.apply({ room: 'lobby', joined: [ann, cy], left: [bob], count: 2 }), { joined: [], left: [] });
  assert.deepEqual([presence.users, presence.count], [[ann, cy], 2]);
});

test('A room that shows no presence has neither names nor a number; nobody came when it has them again', () => {
  const [ann, bob] = ['ann', 'bob'].map((name) => ({ userId: name, name }));
  const presence = new Presence();
  presence.begin([], 0);
  assert.deepEqual([presence.users, presence.count], [[], 0]);
  assert.deepEqual(presence.apply({ room: 'lobby', joined: [ann, bob], left: [], count: 2 }), { joined: [], left: [] });
  presence.apply({ room: 'lobby', joined: [], left: [], count: 0 });
  assert.deepEqual([presence.users, presence.count], [[], 0]);
});

test('Who types is said for one, two and more', () => {
  assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => plain(typingParts(names))),
    ['', 'a is typing…', 'a and b are typing…', 'Several people are typing…']);
});
