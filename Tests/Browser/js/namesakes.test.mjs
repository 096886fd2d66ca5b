import assert from 'node:assert/strict';
import test from 'node:test';
import { taggedName, tagsOf } from '../../../wwwroot/js/page/namesakes.js';

const user = (userId, name) => ({ userId, name });

test('Only those who share a name have a tag, each another, and the same on every page', () => {
  const users = [user('u1', 'Zed'), user('u2', 'Zed'), user('u3', 'alice'), user('u1', 'Zed')];
  const tags = tagsOf(users, new Set());
  assert.deepEqual([...tags.keys()], ['u1', 'u2']);
  assert.notEqual(tags.get('u1'), tags.get('u2'));
  assert.deepEqual(tagsOf(users.toReversed(), new Set(['u3'])).get('u1'), tags.get('u1'));
  assert.equal(taggedName(tags, users[0]), `Zed·${tags.get('u1')}`);
  assert.equal(taggedName(tags, users[2]), 'alice');
  for (const tag of tags.values()) assert.match(tag, /^[0-9a-z]{4}$/);
});

test('Names that differ in case, width, spaces or the form of an accent look alike', () => {
  for (const name of ['zed', 'ZED', 'Ｚｅｄ', ' Zed ']) assert.equal(tagsOf([user('u1', 'Zed'), user('u2', name)], new Set()).size, 2, name);
  assert.equal(tagsOf([user('u1', 'Jos\u00e9'), user('u2', 'Jose\u0301')], new Set()).size, 2);
  assert.equal(tagsOf([user('u1', 'Zed'), user('u2', 'Zeda')], new Set()).size, 0);
});

test('The reader is one person under all ids, and one who changed the name is no namesake', () => {
  assert.equal(tagsOf([user('me-1', 'alice'), user('me-2', 'alice')], new Set(['me-1', 'me-2'])).size, 0);
  assert.equal(tagsOf([user('me-1', 'alice'), user('me-2', 'alice'), user('u1', 'Alice')], new Set(['me-1', 'me-2'])).size, 3);
  assert.equal(tagsOf([user('u1', 'alice'), user('u1', 'Alice')], new Set()).size, 0);
});
