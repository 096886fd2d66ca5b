import assert from 'node:assert/strict';
import test from 'node:test';
import { newsIn, newsOf } from '../../../wwwroot/js/page/news.js';
import { message } from './fakes.mjs';

const own = new Set(['u-me', 'u-me-before']);
const said = (sequence, text, mentions) => message(sequence, sequence, { userId: 'u-bob', name: 'bob', text, mentions });
const last = (text, userId = 'u-bob') => ({ messageId: 'm', sequence: 1, userId, name: 'bob', text, postedAt: 1 });
const entry = (unread, mentions, more) => ({ room: 'lobby', kind: 'public', unread, mentions, lastMessage: last('hi'), ...more });
const body = (before, now) => newsOf(before, now, own)?.body;

test('In an open room a mention is news, and in a direct room each message', () => {
  const fresh = [said(1, '@me hello', ['u-me-before']), said(2, 'and so on', ['u-ann']), said(3, 'bye')];
  assert.deepEqual(newsIn({ isDirect: false }, fresh, own), { messageId: fresh[0].messageId, body: 'bob: @me hello' });
  assert.deepEqual(newsIn({ isDirect: true }, fresh, own), { messageId: fresh[2].messageId, body: 'bob: bye' });
  assert.equal(newsIn({ isDirect: false }, fresh.slice(1), own), null);
  assert.equal(newsIn({ isDirect: true }, [], own), null);
});

test('In a room of the inbox alone the counts say whether it is news', () => {
  assert.equal(body(entry(1, 0), entry(2, 0)), undefined, 'no mention');
  assert.equal(body(entry(1, 0), entry(2, 1)), 'bob: hi');
  assert.equal(body(entry(1, 1), entry(4, 2)), 'You were mentioned.', 'it may not be the newest one');
  assert.equal(body(entry(4, 2), entry(0, 0)), undefined, 'read elsewhere');
  assert.equal(body(undefined, entry(1, 1)), 'bob: hi', 'a new room');
  assert.equal(body(undefined, entry(1, 0, { kind: 'direct' })), 'bob: hi');
  assert.equal(body(undefined, entry(1, 0, { kind: 'direct', lastMessage: last('') })), undefined, 'deleted');
  assert.equal(body(undefined, entry(1, 0, { kind: 'direct', lastMessage: last('mine', 'u-me') })), undefined, 'my own');
  assert.equal(body(undefined, entry(0, 0, { lastMessage: null })), undefined, 'an empty room');
});
