import assert from 'node:assert/strict';
import test from 'node:test';
import { matching, mentionedIn } from '../../../wwwroot/js/page/mentions.js';
import { detailsOf } from '../../../wwwroot/js/page/message-details.js';
import { RoomState } from '../../../wwwroot/js/page/room-state.js';
import { message } from './fakes.mjs';

const people = ['Bob', 'Bob Marsh', 'alice', 'Jos\u00e9', 'ann·1a2b'].map((name) => ({ userId: `u-${name}`, name }));
const own = new Set(['u-me']);

test('A name after an @ mentions its user: of names that begin alike the longest, and no part of a word', () => {
  assert.deepEqual(mentionedIn('@Bob Marsh and @Bob, see @alice!', people), ['u-Bob Marsh', 'u-Bob', 'u-alice']);
  assert.deepEqual(mentionedIn('@Bob @Bob', people), ['u-Bob']);
  assert.deepEqual(mentionedIn('me@alice, @alicex, @Bobby, @ alice, alice', people), []);
  assert.deepEqual(mentionedIn('(@ann·1a2b) "@Jos\u00e9"', people), ['u-ann·1a2b', 'u-Jos\u00e9']);
  const many = Array.from({ length: 60 }, (_, i) => ({ userId: `${i}`, name: `n${i}` }));
  assert.equal(mentionedIn(many.map(({ name }) => `@${name}`).join(' '), many).length, 50);
});

test('The list offers names that begin with the letters, then names with such a word', () => {
  const found = (typed) => matching(people, typed).map(({ name }) => name);
  assert.deepEqual(found('bo'), ['Bob', 'Bob Marsh']);
  assert.deepEqual(found('ma'), ['Bob Marsh']);
  assert.deepEqual(found('JOSE\u0301'), ['Jos\u00e9']);
  assert.equal(found('').length, people.length);
});

test('A row knows its quote, whom it mentions and whether that is the user', () => {
  const room = new RoomState('lobby', null, own);
  const deleted = message(2, 9, { text: '', deletedAt: 5 });
  room.reset([message(1, 1, { userId: 'u-a', name: 'ann', text: 'one\n two' }), deleted]);
  const details = detailsOf(room, { me: { userId: 'u-me', name: 'me' }, ownIds: own }, new Map([['u-a', 'x1y2']]));
  const quoted = (replyTo) => details(message(3, 3, { replyTo })).quote;
  assert.deepEqual(quoted(room.timeline.messages[0].messageId),
    { messageId: room.timeline.messages[0].messageId, name: 'ann·x1y2', text: 'one two' });
  assert.deepEqual(quoted(deleted.messageId), { messageId: deleted.messageId, name: null, text: 'a deleted message' });
  assert.deepEqual(quoted('gone'), { messageId: 'gone', name: null, text: 'an earlier message' });
  assert.equal(details(message(3)).quote, null);

  room.changeMembers([{ userId: 'u-me', name: 'me', role: 'moderator', revision: 5 }]);
  assert.equal(room.role, 'moderator');
  const row = details(message(4, 4, { mentions: ['u-a', 'u-me', 'u-unknown'] }));
  assert.deepEqual(row.mentions.map(({ name, isMe }) => `${name} ${isMe}`), ['ann·x1y2 false', 'ann false', 'me true', 'me true']);
  assert.equal(row.isForMe, true);
  assert.equal(details(message(4, 4, { mentions: ['u-a'] })).isForMe, false);
});
