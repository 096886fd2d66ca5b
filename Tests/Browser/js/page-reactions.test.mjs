import assert from 'node:assert/strict';
import test from 'node:test';
import { Reactions } from '../../../wwwroot/js/page/reactions.js';
import { listed } from '../../../wwwroot/js/page/people.js';

const own = new Set(['u-me']);
const state = (revision, ...tallies) => ({
  messageId: 'm1', sequence: 1, revision, tallies: tallies.map(([emoji, ...userIds]) => ({ emoji, count: userIds.length, userIds })),
});
const shown = (reactions) => reactions.of('m1', own).map(({ emoji, count, isOwn }) => `${emoji}${count}${isOwn ? '!' : ''}`).join(' ');

test('The higher revision of the reactions to a message applies, whichever comes first', () => {
  const reactions = new Reactions();
  reactions.reset([state(4, ['A', 'u-1'])]);
  reactions.apply([state(9, ['A', 'u-1', 'u-me'], ['B', 'u-2'])]);
  reactions.apply([state(6, ['C', 'u-1'])]);
  assert.equal(shown(reactions), 'A2! B1');
  reactions.apply([state(10)]);
  assert.equal(shown(reactions), '');
});

test('A reaction shows at once, and never flickers when its answer comes before the change', () => {
  const reactions = new Reactions();
  reactions.reset([state(4, ['A', 'u-1'])]);
  const change = reactions.toggle('m1', 'A', own);
  assert.equal(change.isOn, true);
  assert.equal(shown(reactions), 'A2!');
  reactions.settled(change, 7);
  assert.equal(shown(reactions), 'A2!');
  reactions.apply([state(6, ['A', 'u-1'], ['B', 'u-1'])]);
  assert.equal(shown(reactions), 'A2! B1');
  reactions.apply([state(7, ['A', 'u-me', 'u-1'], ['B', 'u-1'])]);
  assert.equal(shown(reactions), 'A2! B1');
  reactions.apply([state(8, ['A', 'u-1'])]);
  assert.equal(shown(reactions), 'A1', 'another page of the user took it back');
});

test('A refused reaction goes again, and the one that is taken back is that of the user', () => {
  const reactions = new Reactions();
  reactions.settled(reactions.toggle('m1', 'A', own), null);
  assert.equal(shown(reactions), '');
  reactions.apply([state(2, ['A', 'u-me'])]);
  const back = reactions.toggle('m1', 'A', own);
  assert.equal(back.isOn, false);
  assert.equal(shown(reactions), '');
  reactions.settled(back, null);
  assert.equal(shown(reactions), 'A1!');
});

test('Of two presses the second one counts, whichever is answered first', () => {
  const reactions = new Reactions();
  const on = reactions.toggle('m1', 'A', own);
  const off = reactions.toggle('m1', 'A', own);
  assert.equal(off.isOn, false);
  reactions.settled(on, 3);
  reactions.apply([state(3, ['A', 'u-me'])]);
  assert.equal(shown(reactions), '');
  reactions.settled(off, 4);
  reactions.apply([state(4)]);
  assert.equal(shown(reactions), '');
});

test('A list of names ends with and, or with the number of the others', () => {
  assert.equal(listed(['ann']), 'ann');
  assert.equal(listed(['ann', 'bob', 'cy']), 'ann, bob and cy');
  assert.equal(listed(['ann', 'bob'], 25), 'ann, bob and 23 more');
});
