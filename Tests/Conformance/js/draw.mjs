// Generates random schedules, the same ones for the same seed. Computes the final state of an app from the contract alone,
// without a client.
//   node Tests/Conformance/js/draw.mjs > Tests/Conformance/drawn.jsonl
import { pathToFileURL } from 'node:url';

const seed = 20_261;
const count = 200;

const busy = { refuse: 'busy: Not now. Retry after 5 ms.' };
const full = { refuse: 'storage-unavailable: Full.' };
const cuts = [{ when: 'before' }, { when: 'after' }];
/** The names of the actions, as often as each is likely. */
const weighted = ['post', 'post', 'post', 'change', 'change', 'repeat', 'cut', 'fault', 'send', 'restore'];

/** Mulberry32. */
function chance(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The content of the room, and the outcomes of the client's commands. */
class Model {
  messages = [];
  head = 0;
  epochs = 1;
  outcomes = {};

  post(text = `post ${this.head + 1}`) { this.messages.push({ sequence: ++this.head, revision: this.head, text }); }

  change(at, text) { Object.assign(this.messages[at], { revision: ++this.head, text }); }

  restore(keep) {
    this.messages = this.messages.slice(0, keep);
    this.head = keep;
    return `epoch-${++this.epochs}`;
  }

  get list() { return this.messages.map((message) => `${message.sequence}@${message.revision} ${message.text}`); }
}

function draw(number, next) {
  const pick = (most) => Math.floor(next() * most);
  const oneOf = (values) => values[pick(values.length)];
  const model = new Model();
  const steps = [];
  const before = pick(12);
  for (let i = 0; i < before; i++) model.post();
  const join = next() < 0.4 ? { after: pick(before + 1) } : null;
  let resets = join ? 0 : 1;
  let own = 0;

  const lost = () => (next() < 0.3 ? 0 : 1 + pick(2));
  const actions = {
    post: () => {
      const n = 1 + pick(4);
      steps.push({ do: 'post', count: n, pushed: lost(), then: oneOf(['at once', 'later']) });
      for (let i = 0; i < n; i++) model.post();
    },
    change: () => {
      if (model.messages.length === 0) return;
      const at = pick(model.messages.length);
      const isDeletion = next() < 0.3;
      const text = isDeletion ? '' : `edit ${model.head + 1}`;
      steps.push(isDeletion ? { do: 'delete', at, pushed: lost() } : { do: 'edit', at, text, pushed: lost() });
      model.change(at, text);
    },
    repeat: () => { const after = pick(model.head + 1); steps.push({ do: 'push', after, through: after + pick(model.head - after + 1) }); },
    cut: () => steps.push({ do: 'cut', then: oneOf(['at once', 'later']) }),
    fault: () => steps.push({ do: 'fault', method: oneOf(['JoinRoom', 'GetUpdates']), ...oneOf([busy, ...cuts]) }),
    send: () => {
      steps.push({ do: 'settle' });
      const refusal = next() < 0.25 ? oneOf(['text-too-long', 'not-a-member', 'message-id-taken']) : null;
      if (refusal) steps.push({ do: 'fault', method: 'SendMessage', refuse: `${refusal}: No.` });
      else if (next() < 0.6) steps.push({ do: 'fault', method: 'SendMessage', ...oneOf([busy, full, ...cuts]) });
      for (let i = 0, n = 1 + pick(3); i < n; i++) {
        const key = `m${++own}`;
        steps.push({ do: 'send', key, text: key });
        model.outcomes[key] = refusal && i === 0 ? `failed ${refusal}` : 'stored';
        if (model.outcomes[key] === 'stored') model.post(key);
      }
      if (!refusal && next() < 0.4) steps.push({ do: 'cut' });
      steps.push({ do: 'settle' });
    },
    restore: () => {
      if (model.messages.length < 2) return;
      steps.push({ do: 'settle' });
      const keep = pick(model.messages.length - 1);
      // An edited message would keep a revision beyond the head of the restored room.
      if (model.messages.slice(0, keep).some((message) => message.revision > keep)) return;
      steps.push({ do: 'restore', epoch: model.restore(keep), keep }, { do: oneOf(['cut', 'post']) });
      if (steps.at(-1).do === 'post') model.post();
      resets++;
      steps.push({ do: 'settle' });
    },
  };
  for (let i = 0, n = 6 + pick(14); i < n; i++) actions[oneOf(weighted)]();
  return {
    name: `drawn ${number}`, pageSize: 1 + pick(7), before, join, steps,
    expected: { list: model.list, resets, outcomes: model.outcomes, room: 'followed', connection: 'connected' },
  };
}

/** @returns {string[]} one schedule in each line */
export function drawAll() {
  return Array.from({ length: count }, (_, i) => JSON.stringify(draw(i + 1, chance(seed + i))));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.stdout.write(`${drawAll().join('\n')}\n`);
