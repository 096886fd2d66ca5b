// The hub of the contract in memory with injected faults, the counterpart of testing/Fakes/FakeServer.cs for the .NET
// client. It has no socket. As with SignalR, a cut connection loses what is under way, receives pushes only of joined rooms,
// and is never used again.

import { InboxModel } from './inbox-model.mjs';
import { RoomModel } from './room-model.mjs';

const snapshotSize = 50;
const ascending = (a, b) => a - b;

/** A room that keeps the rules of the contract, in the forms of the wire. */
export class ScriptedRoom {
  epoch = 'epoch-1';
  #model = new RoomModel();
  #name;

  constructor(name = 'lobby') { this.#name = name; }

  get model() { return this.#model; }

  get head() { return this.#model.head; }

  get stored() { return this.#model.stored; }

  send({ messageId, text, replyTo = null, mentions = null }, user) {
    const known = this.#model.find(messageId);
    if (known) return { result: this.#answer(known, true), update: null };
    const message = { messageId, userId: user, name: user, text, postedAt: 1_000 * (this.head + 1) };
    if (replyTo !== null) message.replyTo = replyTo;
    if (mentions) message.mentions = mentions;
    return { result: this.#answer(this.#model.add(message), false), update: this.#newest() };
  }

  change(messageId, changes) {
    this.#model.change(messageId, changes);
    return { result: this.#changed(messageId), update: this.#newest() };
  }

  react({ messageId, emoji, on }, user) {
    const isNew = this.#model.react(messageId, emoji, user, on);
    return { result: this.#changed(messageId), update: isNew ? this.#newest() : null };
  }

  /** Everything whose latest change is in this range. */
  range(after, through, epoch = this.epoch) {
    const isIn = ({ revision }) => revision > after && revision <= through;
    const inRange = (all) => all.filter(isIn).sort((a, b) => a.revision - b.revision);
    const { reactions, members, info } = this.#model;
    return {
      room: this.#name, epoch, after, through, messages: inRange(this.stored),
      ...this.#withoutEmpty({ reactions: inRange(reactions), members: inRange(members) }), ...(isIn(info) ? { info } : {}),
    };
  }

  after(after, limit) {
    const { reactions, members, info } = this.#model;
    const all = [...this.stored, ...reactions, ...members, info];
    const news = all.map(({ revision }) => revision).filter((revision) => revision > after).sort(ascending);
    const hasMore = news.length > limit;
    return { ...this.range(after, hasMore ? news[limit - 1] : this.head), hasMore };
  }

  join({ after, epoch }, pageSize) {
    const isHonoured = after !== null && after <= this.head && (epoch ?? this.epoch) === this.epoch;
    const page = isHonoured ? this.after(after, pageSize) : null;
    return {
      room: this.#name, epoch: this.epoch, head: this.head, reset: !isHonoured, hasMore: page?.hasMore ?? false, role: 'member',
      update: page ?? this.#snapshot(), present: [], presentCount: 0,
    };
  }

  restore(epoch, keep, head) {
    this.#model.restore(keep, head);
    this.epoch = epoch;
  }

  #snapshot() {
    const messages = this.stored.slice(-snapshotSize);
    const ids = new Set(messages.map(({ messageId }) => messageId));
    const reactions = this.#model.reactions.filter(({ messageId }) => ids.has(messageId));
    return {
      room: this.#name, epoch: this.epoch, after: this.head, through: this.head, messages,
      ...this.#withoutEmpty({ reactions }), info: this.#model.info,
    };
  }

  #withoutEmpty(kinds) { return Object.fromEntries(Object.entries(kinds).filter(([, all]) => all.length > 0)); }

  #newest() { return this.range(this.head - 1, this.head); }

  #changed(messageId) { return { room: this.#name, messageId, revision: this.head }; }

  #answer({ messageId, sequence, revision, postedAt }, duplicate) {
    return { room: this.#name, messageId, sequence, revision, postedAt, duplicate };
  }
}

const refusal = (method, text) => new Error(`An unexpected error occurred invoking '${method}' on the server. HubException: ${text}`);

/** The server: its rooms, the open connections, and the next faults. One call of the method uses up one fault. */
export class ScriptedHub {
  room = new ScriptedRoom();
  inbox = new InboxModel((name) => this.roomOf(name).model);
  #rooms = new Map([['lobby', this.room]]);
  pageSize = 200;
  status = null;
  connects = 0;
  /** @type {Set<ScriptedConnection>} */
  open = new Set();
  #faults = new Map();

  roomOf(name) {
    if (!this.#rooms.has(name)) this.#rooms.set(name, new ScriptedRoom(name));
    return this.#rooms.get(name);
  }

  connect = () => new ScriptedConnection(this);

  fault(method, when, fault) { this.#faults.set(`${method} ${when}`, [...(this.#faults.get(`${method} ${when}`) ?? []), fault]); }

  takeFault(method, when) { return this.#faults.get(`${method} ${when}`)?.shift() ?? null; }

  push(update) { for (const connection of this.open) if (connection.joined.has(update.room)) connection.hear('RoomUpdated', update); }

  pushInbox(update) { for (const connection of this.open) if (connection.isFollowing) connection.hear('InboxUpdated', update); }

  /** The server reports rooms that the connection has not joined. */
  pushActivity(activity) {
    for (const connection of this.open)
      if (connection.isFollowing && !connection.joined.has(activity.room)) connection.hear('InboxActivity', { rooms: [activity] });
  }

  tell(event, payload) { for (const connection of this.open) connection.hear(event, payload); }

  cut() { for (const connection of [...this.open]) connection.cut(); }
}

class ScriptedConnection {
  joined = new Set();
  isFollowing = false;
  #hub;
  #handlers = new Map();
  #closed = () => {};
  #pending = new Set();

  constructor(hub) { this.#hub = hub; }

  on(event, handler) { this.#handlers.set(event, handler); }

  onclose(handler) { this.#closed = handler; }

  async start() {
    this.#hub.connects++;
    if (this.#hub.status) throw new Error(`Failed to complete negotiation with the server: Error: Status code '${this.#hub.status}'`);
    this.#hub.open.add(this);
  }

  async stop() { this.#close('The connection was stopped.'); }

  cut() { this.#close('WebSocket closed with status code: 1006 ().'); }

  hear(event, payload) { this.#handlers.get(event)?.(structuredClone(payload)); }

  async invoke(method, request) {
    if (!this.#hub.open.has(this)) throw new Error("Cannot send data if the connection is not in the 'Connected' State.");
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      void this.#serve(method, structuredClone(request))
        .then((answer) => resolve(structuredClone(answer)), reject)
        .finally(() => this.#pending.delete(reject));
    });
  }

  async #serve(method, request) {
    await Promise.resolve();
    await this.#misbehave(method, 'before');
    if (!this.#hub.open.has(this)) return new Promise(() => {});
    const answer = this.#do(method, request);
    await this.#misbehave(method, 'after');
    return answer;
  }

  async #misbehave(method, when) {
    const fault = this.#hub.takeFault(method, when);
    if (fault?.refuse) throw refusal(method, fault.refuse);
    if (fault?.cut) { this.cut(); await new Promise(() => {}); }
  }

  #do(method, request) {
    const { inbox, pageSize } = this.#hub;
    const room = this.#hub.roomOf(request.room ?? 'lobby');
    const pushed = ({ result, update }) => { if (update) this.#hub.push(update); return result; };
    switch (method) {
      case 'JoinRoom': this.joined.add(request.room); return room.join(request, pageSize);
      case 'GetUpdates': return room.after(request.after, Math.min(request.limit, pageSize));
      case 'SendMessage': return pushed(room.send(request, 'me'));
      case 'EditMessage': return pushed(room.change(request.messageId, { text: request.text, editedAt: 1 }));
      case 'DeleteMessage': return pushed(room.change(request.messageId, { text: '', deletedAt: 1 }));
      case 'React': return pushed(room.react(request, 'me'));
      case 'FollowInbox': this.isFollowing = true; return inbox.follow({ ...request, limit: pageSize });
      case 'MarkRead': {
        const before = inbox.head;
        const { result, isMoved } = inbox.mark(request);
        if (isMoved) this.#hub.pushInbox(inbox.range(before, inbox.head));
        return result;
      }
      default: return null;
    }
  }

  #close(why) {
    if (!this.#hub.open.delete(this)) return;
    for (const reject of this.#pending) reject(new Error('Invocation canceled due to the underlying connection being closed.'));
    this.#closed(new Error(why));
  }
}
