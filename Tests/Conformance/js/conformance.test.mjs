import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { FullJitterBackoff } from '../../../wwwroot/js/chat-client.js';
import { drawAll } from './draw.mjs';
import { play } from './schedule-run.mjs';

// The JavaScript client plays the schedules that the .NET client also plays: Tests/Conformance/ConformanceTests.cs.
const here = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, here), 'utf8');
const written = readdirSync(new URL('schedules/', here)).map((file) => JSON.parse(read(`schedules/${file}`)));
const drawn = read('drawn.jsonl').trimEnd().split('\n');

/** Most schedules are about messages only. */
const expectedOf = ({ expected }) => ({ reactions: [], members: [], info: '', inbox: [], ...expected });

for (const schedule of written) {
  test(`${schedule.name}`, async () => assert.deepEqual(await play(schedule), expectedOf(schedule)));
}

test('The app has what the drawn schedules say', async (t) => {
  for (const line of drawn) {
    const schedule = JSON.parse(line);
    await t.test(schedule.name, async () => assert.deepEqual(await play(schedule), expectedOf(schedule)));
  }
});

test('The drawn schedules are those of the seed', () => assert.deepEqual(drawAll(), drawn));

// The same as BackoffTests of the .NET client: the same random numbers, the same delays. A cap applied after the jitter would
// gather all late attempts at the cap.
for (const { attempt, boundMs, delaysMs } of JSON.parse(read('backoff.json'))) {
  test(`The delays of try ${attempt} are those of the other client, and each tenth of the range gets a tenth of them`, () => {
    const make = () => {
      let state = 20_261;
      const random = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
      };
      return new FullJitterBackoff({ random });
    };
    const backoff = make();
    for (const expected of delaysMs) assert.ok(Math.abs(backoff.delay(attempt) - expected) <= 0.001);
    const all = make();
    const tenths = Array(10).fill(0);
    for (let i = 0; i < 20_000; i++) tenths[Math.floor((all.delay(attempt) / boundMs) * 10)]++;
    assert.ok(tenths.every((count) => count > 1_800 && count < 2_200), `${tenths}`);
  });
}
