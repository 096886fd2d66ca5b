import type { ChatClient } from '../client/chat-client.js';
import type { ChatEvents } from '../client/chat-events.js';
import type { ChatMessage, ChatUser } from '../client/contracts.js';
import { Lease } from './lease.js';
import { ReactionBook } from './reaction-book.js';
import type { PresenceView, RoomActions, RoomView } from './room-view.js';
import { Timeline } from './timeline.js';
import { Value, type Watched } from './value.js';

const pageSize = 50;
const nobody: readonly ChatUser[] = [];
const noPresence: PresenceView = { users: nobody, count: 0 };

/** The state of one room, for an app to show. It is current from `follow` on, until the last holder releases it. */
export class RoomState {
  readonly name: string;
  readonly actions: RoomActions;
  /** Call it when the room is shown. Returns the function to call when it is no longer shown. */
  readonly follow: () => () => void;
  readonly #client: ChatClient;
  readonly #view: Value<RoomView>;
  readonly #typing = new Value(nobody);
  readonly #presence = new Value(noPresence);
  readonly #timeline = new Timeline();
  readonly #reactions = new ReactionBook();
  #offs: (() => void)[] = [];
  #isKnown = false;
  /** Each snapshot begins another one: a page of an earlier one is dropped. */
  #era = 0;
  #loading: Promise<void> | null = null;

  constructor(client: ChatClient, name: string) {
    this.#client = client;
    this.name = name;
    this.#view = new Value(this.#empty());
    const lease = new Lease(() => this.#begin(), () => this.#end());
    this.follow = lease.take;
    this.actions = this.#makeActions();
  }

  get view(): Watched<RoomView> { return this.#view; }
  /** The other users who are typing. */
  get typing(): Watched<readonly ChatUser[]> { return this.#typing; }
  get presence(): Watched<PresenceView> { return this.#presence; }

  #begin(): void {
    this.#listen();
    this.#view.set(this.#empty());
    this.#join();
  }

  #end(): void {
    for (const off of this.#offs.splice(0)) off();
    // The server sends no more of it. Its rows are dropped here, so the next join needs a snapshot: `forget` drops the cursor.
    void this.#client.unsubscribe(this.name);
    this.#client.forget(this.name);
    this.#beginEra();
    this.#timeline.clear();
    this.#reactions.reset([], '');
    this.#isKnown = false;
    this.#view.set(this.#empty());
    this.#typing.set(nobody);
    this.#presence.set(noPresence);
  }

  /** A page that is on its way belongs to what was shown before: the next `loadOlder` does not wait for it. */
  #beginEra(): void {
    this.#era++;
    this.#loading = null;
  }

  #join(): void {
    // Another part of the app may follow the room already. A join that begins anew has the snapshot that is needed here.
    if (this.#client.rooms.includes(this.name)) this.#client.forget(this.name);
    // The event `refused` has the reason of a failure.
    this.#client.join(this.name).catch(() => {});
  }

  #listen(): void {
    this.#on('reset', ({ messages, reactions, info }) => {
      this.#isKnown = true;
      this.#beginEra();
      this.#timeline.reset(messages);
      this.#reactions.reset(reactions, this.#client.me.userId);
      this.#show(info ? { info } : {});
    });
    this.#on('messages', ({ messages, reactions, members, info }) => {
      this.#update(messages);
      // Those of older messages come with their page. A page that is on its way may have been read before them.
      const ofShown = this.#loading ? reactions : reactions.filter((one) => !this.#timeline.isBefore(one));
      this.#reactions.apply(ofShown, this.#client.me.userId);
      const own = members.find(({ userId }) => userId === this.#client.me.userId);
      // An own message is no longer pending once it is here, also before its answer.
      const pending = this.#view.get().pending.filter((entry) => !messages.some(({ messageId }) => messageId === entry.messageId));
      this.#show({ pending, ...(info ? { info } : {}), ...(own ? { role: own.role } : {}) });
    });
    this.#on('joined', ({ role }) => {
      this.#show({ phase: 'joined', role, error: null, code: null });
      // The client continues from a stored cursor, so that there is no snapshot.
      if (!this.#isKnown) void this.actions.loadOlder().catch(() => {});
    });
    this.#on('caught-up', () => this.#show({ isCaughtUp: true }));
    this.#on('accepted', ({ entry, answer, me }) => {
      if (!answer) return;
      const { messageId, text, replyTo, data, mentions } = entry;
      const { sequence, postedAt } = answer;
      // Its first revision and not the answer's: if it was edited since, the newer text must win.
      this.#update([
        { messageId, sequence, revision: sequence, userId: me.userId, name: me.name, text, postedAt, replyTo, data, mentions },
      ]);
      this.#show({ pending: this.#view.get().pending.filter((other) => other.id !== entry.id) });
    });
    this.#on('outbox', ({ entries }) => this.#show({ pending: entries }));
    this.#on('reacting', ({ messageId, pending }) => {
      this.#reactions.wait(messageId, pending, this.#client.me.userId);
      this.#show({});
    });
    this.#on('typing', ({ users }) => this.#typing.set(users));
    this.#on('presence', ({ users, count }) => this.#presence.set({ users, count }));
    this.#on('refused', ({ error }) => this.#show({ phase: 'refused', isCaughtUp: false, error }));
    this.#on('removed', ({ code }) => this.#show({ phase: 'removed', isCaughtUp: false, code }));
    this.#offs.push(this.#client.on('status', ({ state }) => {
      if (state !== 'connected' && this.#view.get().phase === 'joined') this.#show({ phase: 'joining', isCaughtUp: false });
    }));
  }

  /** New and changed messages. While a page of older ones is on its way, the range must begin where that page ends. */
  #update(messages: readonly ChatMessage[]): void {
    this.#timeline.update(messages);
    if (!this.#loading) this.#reactions.forget(this.#timeline.trim(), this.#client.me.userId);
  }

  /** Hears an event of this room. */
  #on<Name extends RoomEvent>(name: Name, act: (event: ChatEvents[Name]) => void): void {
    this.#offs.push(this.#client.on(name, (event) => { if (event.room === this.name) act(event); }));
  }

  #show(change: Partial<RoomView>): void {
    const { messages, hasOlder } = this.#timeline;
    this.#view.set({ ...this.#view.get(), messages, hasOlder, reactions: this.#reactions.shown, ...change });
  }

  #empty(): RoomView {
    return {
      room: this.name, phase: 'joining', role: 'member', info: null, messages: [], hasOlder: false, reactions: new Map(), pending: [],
      isCaughtUp: false, error: null, code: null,
    };
  }

  #makeActions(): RoomActions {
    const { name } = this;
    const client = this.#client;
    return {
      send: (text, { replyTo = null, ...details } = {}) => client.send(name, text, replyTo, undefined, details),
      edit: (messageId, text) => client.edit(name, messageId, text),
      remove: (messageId) => client.delete(name, messageId),
      react: (messageId, emoji, isOn = true) => client.react(name, messageId, emoji, isOn),
      retry: (messageId) => client.retry(name, messageId),
      discard: (messageId) => client.discard(name, messageId),
      loadOlder: () => this.#loading ?? this.#beginLoading(),
      markRead: (sequence = this.#timeline.newest) => client.markRead(name, sequence),
      rejoin: () => { this.#show({ phase: 'joining', error: null, code: null }); this.#join(); },
      leave: () => client.leave(name),
    };
  }

  #beginLoading(): Promise<void> {
    const loading = this.#loadOlder().finally(() => { if (this.#loading === loading) this.#loading = null; });
    return this.#loading = loading;
  }

  async #loadOlder(): Promise<void> {
    const era = this.#era;
    const page = await this.#client.history(this.name, this.#timeline.oldest, pageSize);
    if (era !== this.#era) return;
    this.#isKnown = true;
    this.#timeline.prepend(page.messages, page.hasMore);
    this.#reactions.apply(page.reactions ?? [], this.#client.me.userId);
    this.#show({});
  }
}

/** The events that name a room. */
type RoomEvent = { [Name in keyof ChatEvents]: ChatEvents[Name] extends { room: string } ? Name : never }[keyof ChatEvents];
