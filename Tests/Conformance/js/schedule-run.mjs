import assert from 'node:assert/strict';
import { ChatClient } from '../../../wwwroot/js/chat-client.js';
import { FakeClock } from '../../Browser/js/fakes.mjs';
import { AppState, lines } from './app-state.mjs';
import { ScriptedHub } from './scripted-hub.mjs';

const patienceMs = 2 * 60_000;

/** Plays a schedule to the JavaScript client and returns the final state of its app: Tests/Conformance/README.md. */
export async function play(schedule) {
  const run = new ScheduleRun(schedule);
  // The client loads it when it is asked to follow.
  if (schedule.inbox) await import('../../../wwwroot/js/client/inbox.js');
  for (const step of schedule.steps) await run.step(step);
  await run.step({ do: 'settle' });
  return run.seen();
}

export class ScheduleRun {
  #hub = new ScriptedHub();
  #clock = new FakeClock();
  #client;
  #app;
  #unread;
  #ids = new Map();
  #outcomes = {};
  #waiting = 0;
  #room = 'followed';
  #isFollowingInbox;
  /** Updates and activities of the inbox as they were. */
  #kept = new Map();
  /** The rooms with messages that the server has not reported. */
  #untold = new Set();

  constructor({ pageSize = 200, join = null, before = 0, unread = 0, inbox = [] }) {
    this.#hub.pageSize = pageSize;
    this.#unread = unread;
    for (let i = 0; i < before; i++) this.#post();
    for (const room of inbox) this.#hub.inbox.add(room);
    this.#isFollowingInbox = inbox.length > 0;
    const tokens = { get: async () => ({ accessToken: 't', expiresAt: 0, userId: 'me', name: 'me' }) };
    this.#client = new ChatClient({ connect: this.#hub.connect, clock: this.#clock, tokens, followInbox: this.#isFollowingInbox });
    this.#app = new AppState(this.#hub.room.stored.filter(({ sequence }) => sequence <= (join?.after ?? 0)), join);
    this.#client.on('reset', (reset) => this.#app.reset(reset));
    this.#client.on('messages', (changes) => this.#app.changed(changes));
    this.#client.on('inbox', (changes) => this.#app.inboxChanged(changes));
    this.#client.on('refused', ({ error }) => { this.#room = `refused ${error.code}`; });
    this.#client.on('removed', ({ code }) => { this.#room = `removed ${code}`; });
    this.#client.join('lobby', join ? { epoch: join.epoch ?? null, revision: join.after } : undefined);
    this.#client.start();
  }

  seen() {
    assert.equal(this.#app.disorder, null);
    const { state, error } = this.#client.status;
    const connection = state === 'stopped' ? `closed ${error.code}` : state;
    return { ...this.#app.content, resets: this.#app.resets, outcomes: this.#outcomes, room: this.#room, connection };
  }

  async step(step) {
    const { room } = this.#hub;
    switch (step.do) {
      case 'post': for (let i = 0; i < (step.count ?? 1); i++) this.#tell(step, this.#post()); return this.#pause(step);
      case 'push': this.#hub.push(room.range(step.after, step.through)); return this.#pause(step);
      case 'send': return this.#track(step.key, (id) => this.#client.send('lobby', step.text, null, id).outcome);
      case 'edit-own': return this.#track(`${step.key} edited`, () => this.#client.edit('lobby', this.#ids.get(step.key), step.text));
      case 'delete-own': return this.#track(`${step.key} deleted`, () => this.#client.delete('lobby', this.#ids.get(step.key)));
      case 'react-own': return this.#track(`${step.key} reacted`, () => this.#client.react('lobby', this.#idAt(step), step.emoji));
      case 'cut': this.#hub.cut(); return this.#pause(step);
      case 'fault': return this.#hub.fault(step.method, step.when ?? 'before', step.refuse ? { refuse: step.refuse } : { cut: true });
      case 'restore': return this.#restore(step);
      case 'read-own': return this.#track(`read ${step.key}`, () => this.#client.markRead(step.room, step.sequence));
      case 'inbox': return this.#changeInbox(step);
      case 'inbox-push': return this.#pushInbox(step);
      case 'keep-activity': this.#kept.set(step.key, this.#hub.inbox.activity(step.room)); return;
      case 'push-kept': return this.#pushKept(step);
      case 'drain': return this.#hub.tell('Draining', { reconnectAfterMs: step.ms });
      case 'end': this.#hub.tell('SessionEnding', { code: step.code, reconnect: step.reconnect }); return this.#hub.cut();
      case 'removed': return this.#hub.tell('RemovedFromRoom', { room: 'lobby', code: step.code, revision: room.head });
      case 'status': this.#hub.status = step.status; return;
      case 'await-tries': return this.#until(() => this.#hub.connects >= step.count);
      case 'await-refusal': return this.#until(() => this.#room !== 'followed');
      case 'settle': return this.#settle();
      default: return this.#change(step);
    }
  }

  #restore({ epoch, keep, head }) {
    this.#hub.room.restore(epoch, keep, head);
    for (const name of this.#hub.inbox.members) this.#hub.roomOf(name).epoch = epoch;
    this.#hub.inbox.restore(epoch);
    this.#app.comparesRevisions = false;
  }

  /** Changes of the inbox, or messages in a room that is not joined, as one update. `key` keeps the update for later. */
  async #changeInbox(step) {
    const { inbox } = this.#hub;
    const before = inbox.head;
    for (const change of step.changes) this.#applyInbox(change, step);
    if (inbox.head > before) {
      const update = inbox.range(before, inbox.head);
      if (step.key) this.#kept.set(step.key, update);
      for (let i = 0; i < (step.pushed ?? 1); i++) this.#hub.pushInbox(update);
    }
    return this.#pause(step);
  }

  #applyInbox({ do: what, room, code, role, text, sequence, count = 1, mention = false }, { pushed = 1 }) {
    const { inbox } = this.#hub;
    switch (what) {
      case 'add': inbox.add(room); break;
      case 'end': inbox.end(room, code); break;
      case 'role': inbox.change(room, { role }); break;
      case 'title': inbox.change(room, { title: text }); break;
      case 'read': inbox.read(room, sequence); break;
      case 'message': {
        for (let i = 0; i < count; i++) this.#post(room, mention ? ['me'] : null);
        if (pushed === 0) this.#untold.add(room);
        else if (inbox.has(room)) this.#hub.pushActivity(inbox.activity(room));
        break;
      }
      default: throw new Error(`There is no change ${what} of the inbox.`);
    }
  }

  /** How many changes the client's own read cursors are depends on the time between them. */
  async #pushInbox(step) {
    const { inbox } = this.#hub;
    this.#hub.pushInbox(inbox.range(Math.min(step.after, inbox.head), Math.min(step.through, inbox.head)));
    return this.#pause(step);
  }

  async #pushKept(step) {
    const kept = this.#kept.get(step.key);
    if (kept.entries) this.#hub.pushInbox(kept);
    else this.#hub.pushActivity(kept);
    return this.#pause(step);
  }

  /** A change of others, or a frame of several. */
  async #change(step) {
    const { room } = this.#hub;
    const before = room.head;
    this.#apply(step);
    if (room.head > before) this.#tell(step, room.range(before, room.head));
    return this.#pause(step);
  }

  #apply(step) {
    const { model } = this.#hub.room;
    switch (step.do) {
      case 'post': this.#post(); break;
      case 'edit': model.change(this.#idAt(step), { text: step.text, editedAt: 1 }); break;
      case 'delete': model.change(this.#idAt(step), { text: '', deletedAt: 1 }); break;
      case 'react': model.react(this.#idAt(step), step.emoji, step.user, true); break;
      case 'unreact': model.react(this.#idAt(step), step.emoji, step.user, false); break;
      case 'role': model.changeMember(step.user, { role: step.role, left: null }); break;
      case 'mute': model.changeMember(step.user, { mutedUntil: step.until ?? null, left: null }); break;
      case 'leave': model.changeMember(step.user, { left: step.code, mutedUntil: null }); break;
      case 'title': model.setTitle(step.text); break;
      case 'announce': this.#announce(step); break;
      case 'frame': for (const one of step.steps) this.#apply(one); break;
      default: throw new Error(`There is no step ${step.do}.`);
    }
  }

  #idAt({ at }) { return this.#hub.room.stored[at].messageId; }

  #announce({ code, user, text }) {
    const { epoch, head, model } = this.#hub.room;
    const event = { type: code, userId: user };
    model.add({ messageId: `event-${epoch}-${head + 1}`, userId: '', name: 'System', text, kind: 'system', event, postedAt: head + 1 });
  }

  #post(name = 'lobby', mentions = null) {
    const room = this.#hub.roomOf(name);
    const next = room.head + 1;
    return room.send({ messageId: `post-${name}-${room.epoch}-${next}`, text: `post ${next}`, mentions }, 'poster').update;
  }

  #tell({ pushed = 1 }, update) { for (let i = 0; i < pushed; i++) this.#hub.push(update); }

  /** Starts the next step at once, or when the effects of this one have had their time. */
  async #pause({ then }) { if (then !== 'at once') await this.#clock.pass(0); }

  async #track(key, call) {
    const id = `00000000-0000-7000-8000-${String(this.#ids.size + 1).padStart(12, '0')}`;
    if (!key.includes(' ')) this.#ids.set(key, id);
    this.#waiting++;
    const settled = (how) => { this.#outcomes[key] = how; this.#waiting--; };
    call(id).then(() => settled('stored'), (error) => settled(`failed ${error.code}`));
    await this.#clock.pass(0);
  }

  /** The content of the room, as an app that has everything would keep it. */
  get #stored() {
    const { stored, model: { reactions, members, info } } = this.#hub.room;
    return {
      list: lines.messages(stored.filter(({ sequence }) => sequence > this.#unread)), reactions: lines.reactions(reactions),
      members: lines.members(members.filter(({ revision }) => revision > this.#app.resetAt)), info: lines.info(info),
      inbox: this.#isFollowingInbox ? lines.inbox(this.#hub.inbox.entries) : [],
    };
  }

  #isSettled() {
    if (this.#client.status.state === 'stopped') return true;
    if (this.#waiting > 0 || this.#client.status.state !== 'connected') return false;
    if (this.#room !== 'followed') return true;
    if (this.#isFollowingInbox && this.#isOwnUnread()) return false;
    return this.#app.hasBegun && JSON.stringify(this.#app.content) === JSON.stringify(this.#stored);
  }

  /** The client marks a room as read up to the user's own message, at most once a second. */
  #isOwnUnread() {
    const own = this.#hub.room.stored.filter(({ userId }) => userId === 'me').at(-1)?.sequence ?? 0;
    return this.#hub.inbox.entries.some(({ room, readThrough }) => room === 'lobby' && readThrough < own);
  }

  async #settle() {
    const { room } = this.#hub;
    // The server's head reconciler: it finds a last push that was lost.
    if (room.head > 0) this.#hub.push(room.range(room.head - 1, room.head));
    const { inbox } = this.#hub;
    for (const name of inbox.members) if (this.#untold.has(name)) this.#hub.pushActivity(inbox.activity(name));
    this.#untold.clear();
    if (inbox.head > 0) this.#hub.pushInbox(inbox.range(inbox.head - 1, inbox.head));
    await this.#until(() => this.#isSettled());
  }

  async #until(isSo) {
    const late = this.#clock.now() + patienceMs;
    while (!isSo()) {
      assert.ok(this.#clock.now() < late, `It does not settle: ${JSON.stringify(this.seen())}`);
      await this.#clock.pass(100);
    }
  }
}
