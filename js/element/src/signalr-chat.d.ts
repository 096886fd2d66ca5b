// The types of the element, without an import: a page has only the script.

export interface ChatStatusDetail {
  /** `signed-out`: the element waits for a `token` or a `tokenProvider`; `idle`: it waits for a `room`. */
  state: 'signed-out' | 'idle' | 'connecting' | 'connected' | 'waiting' | 'stopped';
  /** Why there is no connection. */
  code: string | null;
}

export interface ChatMessageDetail {
  messageId: string;
  sequence: number;
  userId: string;
  name: string;
  text: string;
  postedAt: number;
}

export interface ChatRefusedDetail {
  /** One of the codes of the protocol, such as `room-not-found` or `text-too-long`. */
  code: string;
  message: string;
}

export interface SignalRChatElementEventMap extends HTMLElementEventMap {
  'chat-status': CustomEvent<ChatStatusDetail>;
  /** A message arrived while the room was shown: of another user, or an own one that is stored. */
  'chat-message': CustomEvent<ChatMessageDetail>;
  /** A join, a membership or a message ended with a refusal. */
  'chat-refused': CustomEvent<ChatRefusedDetail>;
}

/** A JWT, or the user whom the browser's cookie signs in. */
export type ChatIdentity = string | { userId: string; name: string };

/** `<signalr-chat server="…" room="…" token="…">` */
export interface SignalRChatElement extends HTMLElement {
  /** The address of the chat server; by default the origin of the page. The attribute `server`. */
  server: string;
  /** The name of the room. The attribute `room`. */
  room: string;
  /** A JWT of the user. A new one is used from the next connection on. The attribute `token`. */
  token: string | null;
  /**
   * Returns a JWT, or the user whom the browser's cookie signs in: called before each connection, and before the token expires. It takes
   * the place of `token`.
   */
  tokenProvider: (() => ChatIdentity | Promise<ChatIdentity>) | null;

  addEventListener<K extends keyof SignalRChatElementEventMap>(
    type: K, listener: (event: SignalRChatElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap { 'signalr-chat': SignalRChatElement }
}
