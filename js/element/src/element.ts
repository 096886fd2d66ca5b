import { ChatClient, type ChatMessage } from '@signalrchat/client';
import { chatState, type ChatState, type RoomState } from '@signalrchat/client/state';
import { ElementView } from './element-view.js';
import type { ChatRefusedDetail, ChatStatusDetail, SignalRChatElement } from './signalr-chat.js';

type Shape = Pick<SignalRChatElement, 'server' | 'room' | 'token' | 'tokenProvider'>;
type TokenProvider = Shape['tokenProvider'];

/** One client in one room: released as a whole. */
interface Session { server: string; room: string; state: ChatState; followed: RoomState; end: () => void }

/**
 * A room in a page. Attributes and properties may change in any order and at any time: the element compares what is asked for with what
 * it has once the current task has ended.
 */
export class SignalRChat extends HTMLElement implements Shape {
  static readonly observedAttributes = ['server', 'room', 'token'];

  readonly #view = new ElementView(this.attachShadow({ mode: 'open' }));
  #provider: TokenProvider = null;
  #session: Session | null = null;
  #isDue = false;
  #hasNewToken = false;

  constructor() {
    super();
    this.#view.send = (text) => this.#send(text);
    this.#view.typed = (isEmpty) => this.#typed(isEmpty);
    this.#view.older = () => { this.#session?.followed.actions.loadOlder().catch((error) => this.#refused(error)); };
    this.#view.retry = (messageId) => this.#session?.followed.actions.retry(messageId);
    this.#view.discard = (messageId) => this.#session?.followed.actions.discard(messageId);
  }

  get server(): string { return this.getAttribute('server') ?? location.origin; }
  set server(value: string) { this.setAttribute('server', value); }
  get room(): string { return this.getAttribute('room') ?? ''; }
  set room(value: string) { this.setAttribute('room', value); }
  get token(): string | null { return this.getAttribute('token'); }
  set token(value: string | null) {
    if (value === null) this.removeAttribute('token');
    else this.setAttribute('token', value);
  }
  get tokenProvider(): TokenProvider { return this.#provider; }
  set tokenProvider(value: TokenProvider) {
    this.#hasNewToken ||= value !== this.#provider;
    this.#provider = value;
    this.#change();
  }

  connectedCallback(): void {
    // A page may have set the property before this script ran: then it hides the accessor.
    for (const name of ['tokenProvider', 'token', 'room', 'server'] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete (this as Partial<SignalRChat>)[name];
      Object.assign(this, { [name]: value });
    }
    this.#change();
  }

  disconnectedCallback(): void { this.#change(); }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    // A framework writes an attribute at each rendering, also one that is the same.
    if (before === now) return;
    this.#hasNewToken ||= name === 'token';
    this.#change();
  }

  /** An element that moves in the document is disconnected and connected in one task: it keeps its session. */
  #change(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#agree();
    });
  }

  #agree(): void {
    const hasToken = this.#provider !== null || this.token !== null;
    const isWanted = this.isConnected && this.room !== '' && hasToken;
    const { server, room } = this;
    const isSame = this.#session?.server === server && this.#session.room === room;
    if (this.#session && (!isWanted || !isSame)) {
      this.#session.end();
      this.#session = null;
    }
    if (isWanted && !this.#session) this.#session = this.#begin(server, room);
    // It stopped because of its token, and has another one.
    else if (isWanted && this.#hasNewToken && this.#session?.state.client.status.state === 'stopped') this.#session.state.client.start();
    this.#hasNewToken = false;
    if (!isWanted && this.isConnected) this.#status({ state: hasToken ? 'idle' : 'signed-out', code: null });
  }

  #begin(server: string, room: string): Session {
    const client = new ChatClient({ url: server, keepFailed: true, accessToken: () => this.#provider?.() ?? this.token ?? '' });
    const state = chatState(client);
    const followed = state.room(room);
    const draw = () => this.#view.draw(followed.view.get(), client.me.userId);
    const ends = [
      followed.view.subscribe(draw),
      followed.typing.subscribe(() => this.#view.drawTyping(followed.typing.get())),
      state.connection.subscribe(() => {
        const { status } = state.connection.get();
        this.#status({ state: status.state, code: status.error?.code ?? null });
      }),
      client.on('settled', ({ error }) => { if (error) this.#refused(error); }),
      client.on('refused', ({ error }) => this.#refused(error)),
      client.on('removed', ({ code }) => this.#refused({ code, message: 'You are no longer in this room.' })),
      client.on('joined', ({ limits }) => { this.#view.textLength = limits.textLength; }),
      followed.follow(),
      // After the state's own handler, so that the message is shown when the page hears of it.
      client.on('messages', ({ messages, isCatchUp }) => { if (!isCatchUp) this.#arrived(messages); }),
      state.connect(),
    ];
    draw();
    return { server, room, state, followed, end: () => { for (const end of ends) end(); } };
  }

  #send(text: string): boolean {
    if (!this.#session) return false;
    try {
      // The events `settled` and `outbox` have the outcome.
      this.#session.followed.actions.send(text).outcome.catch(() => {});
      return true;
    } catch (error) {
      this.#refused(error as ChatRefusedDetail);
      return false;
    }
  }

  #typed(isEmpty: boolean): void {
    if (!this.#session) return;
    const { client } = this.#session.state;
    if (isEmpty) client.stoppedTyping(this.#session.room);
    else client.typed(this.#session.room);
  }

  #arrived(messages: readonly ChatMessage[]): void {
    for (const { messageId, sequence, revision, userId, name, text, postedAt } of messages)
      if (sequence === revision) this.#raise('chat-message', { messageId, sequence, userId, name, text, postedAt });
  }

  #status(detail: ChatStatusDetail): void {
    this.#view.drawStatus(detail);
    this.#raise('chat-status', detail);
  }

  #refused({ code, message }: ChatRefusedDetail): void {
    this.#view.drawRefusal(message);
    this.#raise('chat-refused', { code, message });
  }

  #raise(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
