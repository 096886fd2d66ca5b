import assert from 'node:assert/strict';
import { ChatClient } from '../../../wwwroot/js/chat-client.js';
import { FakeClock } from '../../Browser/js/fakes.mjs';
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
  #list = new Map();
  #cursor = -1;
  #resets = 0;
  #ids = new Map();
  #outcomes = {};
  #waiting = 0;
  #room = 'followed';

  constructor({ pageSize = 200, join = null, before = 0 }) {
    this.#hub.pageSize = pageSize;
    for (let i = 0; i < before; i++) this.#post();
    const tokens = { get: async () => ({ accessToken: 't', expiresAt: 0, userId: 'me', name: 'me' }) };
    this.#client = new ChatClient({ connect: this.#hub.connect, clock: this.#clock, tokens });
    this.#client.on('reset', ({ messages, cursor }) => {
      this.#resets++;
      this.#list.clear();
      this.#take(messages, cursor);
    });
    this.#client.on('messages', ({ messages, cursor }) => {
      const revisions = messages.map((message) => message.revision);
      const isInOrder = (revision, i) => revision > (revisions[i - 1] ?? this.#cursor) && revision <= cursor.revision;
      assert.ok(revisions.every(isInOrder), `${revisions} after ${this.#cursor}`);
      this.#take(messages, cursor);
    });
    this.#client.on('refused', ({ error }) => { this.#room = `refused ${error.code}`; });
    this.#client.on('removed', ({ code }) => { this.#room = `removed ${code}`; });
    this.#client.join('lobby', join ? { epoch: join.epoch ?? null, revision: join.after } : undefined);
    // An app with a cursor has the list that belongs to it.
    for (const message of this.#hub.room.stored) if (message.sequence <= (join?.after ?? 0)) this.#list.set(message.messageId, message);
    this.#cursor = join?.after ?? -1;
    this.#client.start();
  }

  seen() {
    const { state, error } = this.#client.status;
    const connection = state === 'stopped' ? `closed ${error.code}` : state;
    return { list: this.#app(), resets: this.#resets, outcomes: this.#outcomes, room: this.#room, connection };
  }

  async step(step) {
    const { room } = this.#hub;
    switch (step.do) {
      case 'post': for (let i = 0; i < (step.count ?? 1); i++) this.#tell(step, this.#post()); return this.#pause(step);
      case 'edit': return this.#change(step, { text: step.text, editedAt: 1 });
      case 'delete': return this.#change(step, { text: '', deletedAt: 1 });
      case 'push': this.#hub.push(room.range(step.after, step.through)); return this.#pause(step);
      case 'send': return this.#track(step.key, (id) => this.#client.send('lobby', step.text, null, id).outcome);
      case 'edit-own': return this.#track(`${step.key} edited`, () => this.#client.edit('lobby', this.#ids.get(step.key), step.text));
      case 'delete-own': return this.#track(`${step.key} deleted`, () => this.#client.delete('lobby', this.#ids.get(step.key)));
      case 'cut': this.#hub.cut(); return this.#pause(step);
      case 'fault': return this.#hub.fault(step.method, step.when ?? 'before', step.refuse ? { refuse: step.refuse } : { cut: true });
      case 'restore': return room.restore(step.epoch, step.keep);
      case 'drain': return this.#hub.tell('Draining', { reconnectAfterMs: step.ms });
      case 'end': this.#hub.tell('SessionEnding', { code: step.code, reconnect: step.reconnect }); return this.#hub.cut();
      case 'removed': return this.#hub.tell('RemovedFromRoom', { room: 'lobby', code: step.code, revision: room.head });
      case 'status': this.#hub.status = step.status; return;
      case 'await-tries': return this.#until(() => this.#hub.connects >= step.count);
      case 'await-refusal': return this.#until(() => this.#room !== 'followed');
      case 'settle': return this.#settle();
      default: throw new Error(`There is no step ${step.do}.`);
    }
  }

  #post() {
    const { room } = this.#hub;
    const next = room.head + 1;
    return room.send({ messageId: `post-${room.epoch}-${next}`, text: `post ${next}` }, 'poster').update;
  }

  #change(step, changes) {
    const { room } = this.#hub;
    this.#tell(step, room.change(room.stored[step.at].messageId, changes).update);
    return this.#pause(step);
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

  #take(messages, cursor) {
    for (const message of messages) this.#list.set(message.messageId, message);
    this.#cursor = cursor.revision;
  }

  #app() { return [...this.#list.values()].sort((a, b) => a.sequence - b.sequence).map((m) => `${m.sequence}@${m.revision} ${m.text}`); }

  #isSettled() {
    if (this.#client.status.state === 'stopped') return true;
    if (this.#waiting > 0 || this.#client.status.state !== 'connected') return false;
    const stored = this.#hub.room.stored.map((m) => `${m.sequence}@${m.revision} ${m.text}`);
    return this.#room !== 'followed' || JSON.stringify(this.#app()) === JSON.stringify(stored);
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
