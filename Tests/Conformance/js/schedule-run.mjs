import assert from 'node:assert/strict';
import { ChatClient } from '../../../wwwroot/js/chat-client.js';
import { FakeClock } from '../../Browser/js/fakes.mjs';
import { AppState, lines } from './app-state.mjs';
import { ScriptedHub } from './scripted-hub.mjs';

const patienceMs = 2 * 60_000;

/** Plays a schedule to the JavaScript client and returns the final state of its app: Tests/Conformance/README.md. */
export async function play(schedule) {
  const run = new ScheduleRun(schedule);
  for (const step of schedule.steps) await run.step(step);
  await run.step({ do: 'settle' });
  return run.seen();
}

class ScheduleRun {
  #hub = new ScriptedHub();
  #clock = new FakeClock();
  #client;
  #app;
  #unread;
  #ids = new Map();
  #outcomes = {};
  #waiting = 0;
  #room = 'followed';

  constructor({ pageSize = 200, join = null, before = 0, unread = 0 }) {
    this.#hub.pageSize = pageSize;
    this.#unread = unread;
    for (let i = 0; i < before; i++) this.#post();
    const tokens = { get: async () => ({ accessToken: 't', expiresAt: 0, userId: 'me', name: 'me' }) };
    this.#client = new ChatClient({ connect: this.#hub.connect, clock: this.#clock, tokens });
    this.#app = new AppState(this.#hub.room.stored.filter(({ sequence }) => sequence <= (join?.after ?? 0)), join);
    this.#client.on('reset', (reset) => this.#app.reset(reset));
    this.#client.on('messages', (changes) => this.#app.changed(changes));
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
      case 'restore': return room.restore(step.epoch, step.keep, step.head);
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

  #post() {
    const { room } = this.#hub;
    const next = room.head + 1;
    return room.send({ messageId: `post-${room.epoch}-${next}`, text: `post ${next}` }, 'poster').update;
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
    };
  }

  #isSettled() {
    if (this.#client.status.state === 'stopped') return true;
    if (this.#waiting > 0 || this.#client.status.state !== 'connected') return false;
    if (this.#room !== 'followed') return true;
    return this.#app.hasBegun && JSON.stringify(this.#app.content) === JSON.stringify(this.#stored);
  }

  async #settle() {
    const { room } = this.#hub;
    // The server's head reconciler: it finds a last push that was lost.
    if (room.head > 0) this.#hub.push(room.range(room.head - 1, room.head));
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
