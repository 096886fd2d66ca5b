import assert from 'node:assert/strict';
import test from 'node:test';
import { Announcer } from '../../../wwwroot/js/page/announcer.js';
import { message } from './fakes.mjs';

/** A document with one live region, and a timer that fires on the test's command. */
function stage() {
  const region = { textContent: '' };
  const timers = [];
  globalThis.document = { getElementById: () => region };
  globalThis.window = { setTimeout: (action) => timers.push(action) };
  return { announcer: new Announcer(), speak: () => { for (const action of timers.splice(0)) action(); return region.textContent; } };
}

const says = (sequence, text) => message(sequence, sequence, { name: 'bob', text });

test('What was deleted or edited before it was spoken is spoken as it stands', () => {
  const { announcer, speak } = stage();
  for (const [i, text] of ['one', 'tow', 'three', 'four'].entries()) announcer.message(says(i + 1, text));
  announcer.changed({ ...says(1, ''), deletedAt: 1 });
  announcer.changed({ ...says(2, 'two'), editedAt: 1 });
  announcer.changed({ ...says(3, ''), deletedAt: 1 });
  assert.equal(speak(), 'bob: two. bob: four');
  // A spoken text is not spoken again when it changes.
  announcer.changed({ ...says(2, 'too'), editedAt: 2 });
  assert.equal(speak(), 'bob: two. bob: four');
  for (let i = 5; i <= 8; i++) announcer.message(says(i, 'more'));
  announcer.changed({ ...says(8, ''), deletedAt: 1 });
  assert.equal(speak(), '3 new messages');
});
