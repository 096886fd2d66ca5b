// The hub of the contract in memory with injected faults, the counterpart of testing/Fakes/FakeServer.cs for the .NET
// client. It has no socket. As with SignalR, a cut connection loses what is under way, receives pushes only of joined rooms,
// and is never used again.

const snapshotSize = 50;

/** A room that keeps the rules of the contract: one counter for all changes, one place for each message id. */
export class ScriptedRoom {
  epoch = 'epoch-1';
  head = 0;
  #messages = new Map();

  get stored() { return [...this.#messages.values()].sort((a, b) => a.sequence - b.sequence); }

  send({ messageId, text, replyTo = null }, user) {
    const known = this.#messages.get(messageId);
    if (known) return { result: this.#answer(known, true), update: null };
    const sequence = ++this.head;
    const message = { messageId, sequence, revision: sequence, userId: user, name: user, text, postedAt: 1_000 * sequence };
    if (replyTo !== null) message.replyTo = replyTo;
    this.#messages.set(messageId, message);
    return { result: this.#answer(message, false), update: this.range(this.head - 1, this.head) };
  }

  change(messageId, changes) {
    const revision = ++this.head;
    this.#messages.set(messageId, { ...this.#messages.get(messageId), ...changes, revision });
    return { result: { room: 'lobby', messageId, revision }, update: this.range(revision - 1, revision) };
  }

  /** All messages whose latest change is in this range. */
  range(after, through, epoch = this.epoch) {
    const messages = [...this.#messages.values()]
      .filter((m) => m.revision > after && m.revision <= through)
      .sort((a, b) => a.revision - b.revision);
    return { room: 'lobby', epoch, after, through, messages };
  }

  after(after, limit) {
    const news = this.range(after, Infinity).messages;
    const page = news.slice(0, limit);
    const hasMore = news.length > limit;
    return { room: 'lobby', epoch: this.epoch, after, through: hasMore ? page.at(-1).revision : this.head, messages: page, hasMore };
  }

  join({ after, epoch }, pageSize) {
    const isHonoured = after !== null && after <= this.head && (epoch ?? this.epoch) === this.epoch;
    const page = isHonoured ? this.after(after, pageSize) : null;
    const snapshot = () => (
      { room: 'lobby', epoch: this.epoch, after: this.head, through: this.head, messages: this.stored.slice(-snapshotSize) });
    return {
      room: 'lobby', epoch: this.epoch, head: this.head, reset: !isHonoured, hasMore: page?.hasMore ?? false, role: 'member',
      update: page ?? snapshot(), present: [], presentCount: 0,
    };
  }

  restore(epoch, keep) {
    for (const message of this.stored.slice(keep)) this.#messages.delete(message.messageId);
    this.head = keep;
    this.epoch = epoch;
  }

  #answer({ messageId, sequence, revision, postedAt }, duplicate) {
    return { room: 'lobby', messageId, sequence, revision, postedAt, duplicate };
  }
}

const refusal = (method, text) => new Error(`An unexpected error occurred invoking '${method}' on the server. HubException: ${text}`);

/** The server: its rooms, the open connections, and the next faults. One call of the method uses up one fault. */
export class ScriptedHub {
  room = new ScriptedRoom();
  pageSize = 200;
  status = null;
  connects = 0;
  /** @type {Set<ScriptedConnection>} */
  open = new Set();
  #faults = new Map();

  connect = () => new ScriptedConnection(this);

  fault(method, when, fault) { this.#faults.set(`${method} ${when}`, [...(this.#faults.get(`${method} ${when}`) ?? []), fault]); }

  takeFault(method, when) { return this.#faults.get(`${method} ${when}`)?.shift() ?? null; }

  push(update) { for (const connection of this.open) if (connection.isInRoom) connection.hear('RoomUpdated', update); }

  tell(event, payload) { for (const connection of this.open) connection.hear(event, payload); }

  cut() { for (const connection of [...this.open]) connection.cut(); }
}

class ScriptedConnection {
  isInRoom = false;
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
    const { room, pageSize } = this.#hub;
    const pushed = ({ result, update }) => { if (update) this.#hub.push(update); return result; };
    switch (method) {
      case 'JoinRoom': this.isInRoom = true; return room.join(request, pageSize);
      case 'GetUpdates': return room.after(request.after, Math.min(request.limit, pageSize));
      case 'SendMessage': return pushed(room.send(request, 'me'));
      case 'EditMessage': return pushed(room.change(request.messageId, { text: request.text, editedAt: 1 }));
      case 'DeleteMessage': return pushed(room.change(request.messageId, { text: '', deletedAt: 1 }));
      default: return null;
    }
  }

  #close(why) {
    if (!this.#hub.open.delete(this)) return;
    for (const reject of this.#pending) reject(new Error('Invocation canceled due to the underlying connection being closed.'));
    this.#closed(new Error(why));
  }
}
