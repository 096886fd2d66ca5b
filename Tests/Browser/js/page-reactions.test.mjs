import assert from 'node:assert/strict';
import test from 'node:test';
import { Reactions } from '../../../wwwroot/js/page/reactions.js';
import { listed } from '../../../wwwroot/js/page/people.js';

const state = (revision, ...tallies) => ({
  messageId: 'm1', sequence: 1, revision, tallies: tallies.map(([emoji, ...userIds]) => ({ emoji, count: userIds.length, userIds })),
});
const shown = (reactions) => reactions.of('m1', 'u-me', new Set(['u-me', 'u-earlier']))
  .map(({ emoji, count, isOwn }) => `${emoji}${count}${isOwn ? '!' : ''}`).join(' ');

test('The higher revision of the reactions to a message applies, whichever comes first', () => {
  const reactions = new Reactions();
  reactions.reset([state(4, ['A', 'u-1'])]);
  reactions.apply([state(9, ['A', 'u-1', 'u-me'], ['B', 'u-2'], ['C', 'u-earlier'])]);
  reactions.apply([state(6, ['D', 'u-1'])]);
  assert.equal(shown(reactions), 'A2! B1 C1!');
  reactions.apply([state(10)]);
  assert.equal(shown(reactions), '');
  reactions.reset([state(3, ['A', 'u-1'])]);
  assert.equal(shown(reactions), 'A1', 'a room that starts over');
});

test('What has no outcome yet shows above what the server has, and goes with its outcome', () => {
  const reactions = new Reactions();
  reactions.reset([state(4, ['A', 'u-1'])]);
  reactions.wait('m1', [{ emoji: 'A', isOn: true }, { emoji: 'B', isOn: true }]);
  assert.equal(shown(reactions), 'A2! B1!');
  reactions.apply([state(5, ['A', 'u-1', 'u-me'])]);
  reactions.wait('m1', [{ emoji: 'A', isOn: false }]);
  assert.equal(shown(reactions), 'A1');
  reactions.wait('m1', []);
  assert.equal(shown(reactions), 'A2!');
});

test('A list of names ends with and, or with the number of the others', () => {
  assert.equal(listed(['ann']), 'ann');
  assert.equal(listed(['ann', 'bob', 'cy']), 'ann, bob and cy');
  assert.equal(listed(['ann', 'bob'], 25), 'ann, bob and 23 more');
});
