// Generates random schedules, the same ones for the same seed. Computes the final state of an app from the contract alone,
// without a client.
//   node Tests/Conformance/js/draw.mjs > Tests/Conformance/drawn.jsonl
import { pathToFileURL } from 'node:url';
import { lines } from './app-state.mjs';
import { RoomModel } from './room-model.mjs';

const seed = 20_261;
/** Of messages alone, and of everything that a room has. */
const [ofMessages, ofAllKinds] = [200, 100];

const busy = { refuse: 'busy: Not now. Retry after 5 ms.' };
const full = { refuse: 'storage-unavailable: Full.' };
const cuts = [{ when: 'before' }, { when: 'after' }];
/** The names of the actions, as often as each is likely. */
const weighted = ['post', 'post', 'post', 'change', 'change', 'repeat', 'cut', 'fault', 'send', 'restore'];
const weightedOfAllKinds = [
  'post', 'change', 'react', 'react', 'member', 'member', 'title', 'announce', 'frame', 'frame', 'frame', 'repeat', 'cut', 'fault', 'send',
  'reactOwn', 'restore',
];
const inFrames = ['postOne', 'change', 'react', 'member', 'title', 'announce'];
const users = ['ann', 'ben', 'cyd'];
const emojis = ['👍', '🎉'];

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
  room = new RoomModel();
  epochs = 1;
  outcomes = {};

  get head() { return this.room.head; }

  get messages() { return this.room.stored; }

  post(text = `post ${this.head + 1}`, event = null) { this.room.add({ messageId: `${this.epochs} ${this.head + 1}`, text, event }); }

  change(at, text) { this.room.change(this.messages[at].messageId, { text }); }

  react(at, emoji, user, on) { this.room.react(this.messages[at].messageId, emoji, user, on); }

  restore(keep) {
    this.room.restore(keep);
    return `epoch-${++this.epochs}`;
  }

  get list() { return lines.messages(this.messages); }

  /** A reset brings no members. */
  contentSince(resetAt) {
    return {
      reactions: lines.reactions(this.room.reactions), info: lines.info(this.room.info),
      members: lines.members(this.room.members.filter(({ revision }) => revision > resetAt)),
    };
  }
}

function draw(number, next, isOfAllKinds) {
  const pick = (most) => Math.floor(next() * most);
  const oneOf = (values) => values[pick(values.length)];
  const model = new Model();
  const steps = [];
  const before = pick(12);
  for (let i = 0; i < before; i++) model.post();
  const join = next() < 0.4 ? { after: pick(before + 1) } : null;
  let resets = join ? 0 : 1;
  let resetAt = join ? -1 : before;
  let own = 0;

  const lost = () => (next() < 0.3 ? 0 : 1 + pick(2));
  /** Each changes the room once and returns the step, or nothing if the room has nothing to change. */
  const changes = {
    postOne: () => { model.post(); return { do: 'post' }; },
    change: () => {
      if (model.messages.length === 0) return null;
      const at = pick(model.messages.length);
      const isDeletion = next() < 0.3;
      const text = isDeletion ? '' : `edit ${model.head + 1}`;
      model.change(at, text);
      return isDeletion ? { do: 'delete', at } : { do: 'edit', at, text };
    },
    react: () => {
      if (model.messages.length === 0) return null;
      const [at, emoji, user, on] = [pick(model.messages.length), oneOf(emojis), oneOf(users), next() < 0.7];
      model.react(at, emoji, user, on);
      return { do: on ? 'react' : 'unreact', at, emoji, user };
    },
    member: () => {
      const user = oneOf(users);
      const [step, change] = oneOf([
        () => { const role = oneOf(['owner', 'moderator', 'member']); return [{ do: 'role', user, role }, { role, left: null }]; },
        () => { const until = oneOf([null, 7, 9]); return [{ do: 'mute', user, until }, { mutedUntil: until, left: null }]; },
        () => { const code = oneOf(['left', 'kicked', 'banned']); return [{ do: 'leave', user, code }, { left: code, mutedUntil: null }]; },
      ])();
      model.room.changeMember(user, change);
      return step;
    },
    title: () => { const text = `title ${model.head + 1}`; model.room.setTitle(text); return { do: 'title', text }; },
    announce: () => {
      const [type, userId, text] = [oneOf(['joined', 'left', 'muted']), oneOf(users), `event ${model.head + 1}`];
      model.post(text, { type, userId });
      return { do: 'announce', code: type, user: userId, text };
    },
  };
  const changeAs = (kind) => () => { const step = changes[kind](); if (step) steps.push({ ...step, pushed: lost() }); };
  const actions = {
    ...Object.fromEntries(Object.keys(changes).map((kind) => [kind, changeAs(kind)])),
    post: () => {
      const n = 1 + pick(4);
      steps.push({ do: 'post', count: n, pushed: lost(), then: oneOf(['at once', 'later']) });
      for (let i = 0; i < n; i++) model.post();
    },
    frame: () => {
      const inside = Array.from({ length: 2 + pick(4) }, () => changes[oneOf(inFrames)]()).filter(Boolean);
      steps.push({ do: 'frame', steps: inside, pushed: lost(), then: oneOf(['at once', 'later']) });
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
    reactOwn: () => {
      if (model.messages.length === 0) return;
      const refusal = next() < 0.2 ? 'message-deleted' : null;
      steps.push({ do: 'settle' });
      if (refusal) steps.push({ do: 'fault', method: 'React', refuse: `${refusal}: No.` });
      else if (next() < 0.6) steps.push({ do: 'fault', method: 'React', ...oneOf([busy, full, ...cuts]) });
      const [key, at, emoji] = [`m${++own}`, pick(model.messages.length), oneOf(emojis)];
      steps.push({ do: 'react-own', key, at, emoji });
      model.outcomes[`${key} reacted`] = refusal ? `failed ${refusal}` : 'stored';
      if (!refusal) model.react(at, emoji, 'me', true);
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
      resetAt = model.head;
      steps.push({ do: 'settle' });
    },
  };
  // The first reset comes before any change of a member.
  if (isOfAllKinds && !join) steps.push({ do: 'settle' });
  for (let i = 0, n = 6 + pick(14); i < n; i++) actions[oneOf(isOfAllKinds ? weightedOfAllKinds : weighted)]();
  const content = isOfAllKinds ? model.contentSince(resetAt) : {};
  return {
    name: `drawn ${number}`, pageSize: 1 + pick(7), before, join, steps,
    expected: { list: model.list, ...content, resets, outcomes: model.outcomes, room: 'followed', connection: 'connected' },
  };
}

/** @returns {string[]} one schedule in each line */
export function drawAll() {
  return Array.from({ length: ofMessages + ofAllKinds }, (_, i) => JSON.stringify(draw(i + 1, chance(seed + i), i >= ofMessages)));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.stdout.write(`${drawAll().join('\n')}\n`);
