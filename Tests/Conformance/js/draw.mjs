// Generates random schedules, the same ones for the same seed. Computes the final state of an app from the contract alone,
// without a client.
//   node Tests/Conformance/js/draw.mjs > Tests/Conformance/drawn.jsonl
import { pathToFileURL } from 'node:url';
import { lines } from './app-state.mjs';
import { InboxModel } from './inbox-model.mjs';
import { RoomModel } from './room-model.mjs';

const seed = 20_261;
/** Of messages alone, of everything that a room has, and of the inbox. */
const [ofMessages, ofAllKinds, ofInbox] = [200, 100, 100];

const busy = { refuse: 'busy: Not now. Retry after 5 ms.' };
const full = { refuse: 'storage-unavailable: Full.' };
const cuts = [{ when: 'before' }, { when: 'after' }];
/** The names of the actions, as often as each is likely. */
const weighted = ['post', 'post', 'post', 'change', 'change', 'repeat', 'cut', 'fault', 'send', 'restore'];
const weightedOfAllKinds = [
  'post', 'change', 'react', 'react', 'member', 'member', 'title', 'announce', 'frame', 'frame', 'frame', 'repeat', 'cut', 'fault', 'send',
  'reactOwn', 'restore',
];
const weightedOfInbox = [
  'post', 'post', 'change', 'announce', 'message', 'message', 'message', 'inbox', 'inbox', 'inbox', 'inboxFrame', 'inboxRepeat', 'keep',
  'pushKept', 'pushKept', 'cut', 'inboxFault', 'send', 'readOwn', 'restore',
];
const rooms = ['lobby', 'garden', 'attic', 'cellar'];
const firstRooms = rooms.slice(0, 3);
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
  inbox = new InboxModel((name) => this.roomOf(name));
  epochs = 1;
  outcomes = {};
  #others = new Map(rooms.slice(1).map((name) => [name, new RoomModel()]));

  roomOf(name) { return this.#others.get(name) ?? this.room; }

  get head() { return this.room.head; }

  get messages() { return this.room.stored; }

  post(text = `post ${this.head + 1}`, event = null) { this.room.add({ messageId: `${this.epochs} ${this.head + 1}`, text, event }); }

  change(at, text) { this.room.change(this.messages[at].messageId, { text }); }

  react(at, emoji, user, on) { this.room.react(this.messages[at].messageId, emoji, user, on); }

  restore(keep) {
    this.room.restore(keep);
    const epoch = `epoch-${++this.epochs}`;
    this.inbox.restore(epoch);
    return epoch;
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

function draw(number, next, kind) {
  const [isOfAllKinds, isOfInbox] = [kind === 'all', kind === 'inbox'];
  const pick = (most) => Math.floor(next() * most);
  const oneOf = (values) => values[pick(values.length)];
  const model = new Model();
  const steps = [];
  const before = pick(12);
  for (let i = 0; i < before; i++) model.post();
  if (isOfInbox) for (const room of firstRooms) model.inbox.add(room);
  let kept = [];
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
  /** Each changes the inbox, or a room that is not joined, and returns the change, or nothing. */
  const inboxChanges = {
    add: () => {
      const out = rooms.filter((room) => !model.inbox.has(room));
      if (out.length === 0) return null;
      const room = oneOf(out);
      model.inbox.add(room);
      return { do: 'add', room };
    },
    end: () => {
      const room = oneOf(rooms.slice(1));
      if (!model.inbox.has(room)) return null;
      const code = oneOf(['left', 'kicked', 'banned']);
      model.inbox.end(room, code);
      return { do: 'end', room, code };
    },
    role: () => {
      const [room, role] = [oneOf(model.inbox.members), oneOf(['owner', 'moderator', 'member'])];
      model.inbox.change(room, { role });
      return { do: 'role', room, role };
    },
    title: () => {
      const [room, text] = [oneOf(model.inbox.members), `title ${model.inbox.head + 1}`];
      model.inbox.change(room, { title: text });
      return { do: 'title', room, text };
    },
    read: () => {
      const room = oneOf(model.inbox.members);
      const sequence = pick(model.roomOf(room).head + 2);
      model.inbox.read(room, sequence);
      return { do: 'read', room, sequence };
    },
    message: () => {
      const [room, count, mention] = [oneOf(rooms.slice(1)), 1 + pick(3), next() < 0.3];
      const to = model.roomOf(room);
      const mentions = mention ? ['me'] : null;
      for (let i = 0; i < count; i++) to.add({ messageId: `${room} ${to.head + 1}`, text: `post ${to.head + 1}`, mentions });
      return { do: 'message', room, count, mention };
    },
  };
  /** The server reports messages later, if not at once. */
  const inboxStep = (drawn, more = {}) => {
    const step = { do: 'inbox', changes: drawn.filter(Boolean), pushed: lost(), then: oneOf(['at once', 'later']), ...more };
    if (step.changes.length > 0) steps.push(step);
  };
  const actions = {
    message: () => inboxStep([inboxChanges.message()]),
    inbox: () => inboxStep([inboxChanges[oneOf(Object.keys(inboxChanges))]()]),
    inboxFrame: () => inboxStep(Array.from({ length: 2 + pick(3) }, () => inboxChanges[oneOf(Object.keys(inboxChanges))]())),
    inboxRepeat: () => {
      const after = pick(model.inbox.head + 1);
      steps.push({ do: 'inbox-push', after, through: after + pick(model.inbox.head - after + 1) });
    },
    keep: () => {
      const key = `k${steps.length}`;
      const members = model.inbox.members.filter((room) => room !== 'lobby');
      if (next() < 0.5 && members.length > 0) steps.push({ do: 'keep-activity', key, room: oneOf(members) });
      else {
        const change = inboxChanges[oneOf(['role', 'title', 'read'])]();
        // A read cursor that is there already makes no update.
        if (change.do === 'read') return inboxStep([change]);
        inboxStep([change], { key, pushed: 0 });
      }
      kept.push(key);
    },
    pushKept: () => { if (kept.length > 0) steps.push({ do: 'push-kept', key: oneOf(kept), then: oneOf(['at once', 'later']) }); },
    inboxFault: () => steps.push({ do: 'fault', method: oneOf(['FollowInbox', 'FollowInbox', 'JoinRoom']), ...oneOf([busy, ...cuts]) }),
    readOwn: () => {
      const room = oneOf(model.inbox.members);
      steps.push({ do: 'settle' });
      if (next() < 0.6) steps.push({ do: 'fault', method: 'MarkRead', ...oneOf([busy, full, ...cuts]) });
      for (let i = 0, n = 1 + pick(3); i < n; i++) {
        const [key, sequence] = [`r${++own}`, pick(model.roomOf(room).head + 1)];
        steps.push({ do: 'read-own', key, room, sequence });
        model.outcomes[`read ${key}`] = 'stored';
        model.inbox.read(room, sequence);
      }
      steps.push({ do: 'settle' });
    },
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
        if (model.outcomes[key] !== 'stored') continue;
        model.post(key);
        if (isOfInbox) model.inbox.read('lobby', model.head);
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
      kept = [];
      resetAt = model.head;
      steps.push({ do: 'settle' });
    },
  };
  // The first reset comes before any change of a member.
  if (isOfAllKinds && !join) steps.push({ do: 'settle' });
  const likely = { messages: weighted, all: weightedOfAllKinds, inbox: weightedOfInbox }[kind];
  for (let i = 0, n = 6 + pick(14); i < n; i++) actions[oneOf(likely)]();
  const content = isOfAllKinds || isOfInbox ? model.contentSince(resetAt) : {};
  if (isOfInbox) content.inbox = lines.inbox(model.inbox.entries);
  return {
    name: `drawn ${number}`, pageSize: 1 + pick(7), before, join, ...(isOfInbox ? { inbox: firstRooms } : {}), steps,
    expected: { list: model.list, ...content, resets, outcomes: model.outcomes, room: 'followed', connection: 'connected' },
  };
}

/** @returns {string[]} one schedule in each line */
export function drawAll() {
  const kindOf = (i) => (i < ofMessages ? 'messages' : i < ofMessages + ofAllKinds ? 'all' : 'inbox');
  return Array.from({ length: ofMessages + ofAllKinds + ofInbox }, (_, i) => JSON.stringify(draw(i + 1, chance(seed + i), kindOf(i))));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.stdout.write(`${drawAll().join('\n')}\n`);
