import type { ChatClient } from '../client/chat-client.js';
import type { ChatError } from '../client/chat-error.js';
import type { ChatUser, InboxEntry } from '../client/contracts.js';
import type { LinkStatus } from '../client/link-types.js';
import { Lease } from './lease.js';
import { RoomState } from './room-state.js';
import { Value, type Watched } from './value.js';

export interface ConnectionView {
  readonly status: LinkStatus;
  /** The user of the token; the id is empty before the first connection. */
  readonly me: ChatUser;
}

export interface InboxView {
  /** The rooms of the user, the one with the newest message first. */
  readonly entries: readonly InboxEntry[];
  /** The number of unread messages in all of them. */
  readonly unread: number;
  /** Whether the inbox is read. Before that, `entries` may be those of the last page. */
  readonly isLoaded: boolean;
  /** Why there is no inbox. */
  readonly error: ChatError | null;
}

const emptyInbox: InboxView = { entries: [], unread: 0, isLoaded: false, error: null };

/** The state of a client, for an app to show: immutable values, and functions for what is on the screen. */
export class ChatState {
  readonly client: ChatClient;
  /** Starts the client. Returns the function that stops it, unless another holder is left. */
  readonly connect: () => () => void;
  readonly #rooms = new Map<string, RoomState>();
  readonly #connection: Value<ConnectionView>;
  readonly #inbox = new Value(emptyInbox);
  #isInboxWanted = false;
  #isInboxFollowed = false;

  constructor(client: ChatClient) {
    this.client = client;
    this.connect = new Lease(() => client.start(), () => { void client.stop(); }).take;
    this.#connection = new Value<ConnectionView>({ status: client.status, me: client.me });
    client.on('status', (status) => {
      this.#connection.set({ ...this.#connection.get(), status });
      // The client had stopped for good before the inbox was read, and was started again.
      if (status.state === 'connected' && this.#isInboxWanted) this.followInbox();
    });
    client.on('identity', (me) => this.#connection.set({ ...this.#connection.get(), me }));
    client.on('inbox', () => this.#showInbox({}));
  }

  get connection(): Watched<ConnectionView> { return this.#connection; }
  /** Empty before `followInbox`. */
  get inbox(): Watched<InboxView> { return this.#inbox; }

  /** The same object for the same name. It has no messages before its `follow`. */
  room(name: string): RoomState {
    const room = this.#rooms.get(name) ?? new RoomState(this.client, name);
    this.#rooms.set(name, room);
    return room;
  }

  /** Follows the inbox from now on; a second call does nothing. */
  readonly followInbox = (): void => {
    if (this.#isInboxFollowed) return;
    this.#isInboxWanted = this.#isInboxFollowed = true;
    this.client.followInbox().then(
      () => this.#showInbox({ isLoaded: true, error: null }),
      (error) => { this.#isInboxFollowed = false; this.#showInbox({ error }); });
  };

  #showInbox(change: Partial<InboxView>): void {
    const entries = this.client.inbox;
    const unread = entries.reduce((sum, entry) => sum + entry.unread, 0);
    this.#inbox.set({ ...this.#inbox.get(), entries, unread, ...change });
  }
}

const states = new WeakMap<ChatClient, ChatState>();

/** The state of a client: one for each, however often it is asked for. Ask before the client starts: it keeps no event for later. */
export function chatState(client: ChatClient): ChatState {
  const state = states.get(client) ?? new ChatState(client);
  states.set(client, state);
  return state;
}
