// The names that an app in TypeScript uses. The compiler checks it; nothing runs it.
import '@signalrchat/element';
import {
  ChatClient, ChatError, errorCodes, limits, type ChatClientOptions, type ChatEvents, type ChatMessage, type ChatStore, type InboxEntry,
  type LinkStatus, type OutboxEntry, type TokenProvider,
} from '@signalrchat/client';
import { chatState, type RoomView } from '@signalrchat/client/state';
import { ChatProvider, useInbox, useRoom, type Room } from '@signalrchat/react';

const tokens: TokenProvider = { get: async () => ({ accessToken: '', expiresAt: 0, userId: 'ann', name: 'Ann' }) };
const options: ChatClientOptions = { url: 'http://127.0.0.1:5000', tokens };
const client = new ChatClient(options);
client.on('messages', ({ messages }: ChatEvents['messages']) => { const all: ChatMessage[] = messages; void all; });
// @ts-expect-error There is no such event.
client.on('message', () => {});
// @ts-expect-error The text is missing.
client.send('lobby');

const state = chatState(client);
const view: RoomView = state.room('lobby').view.get();
const entries: readonly InboxEntry[] = state.inbox.get().entries;
const status: LinkStatus = client.status;
const pending: readonly OutboxEntry[] = view.pending;
const text: string | undefined = view.messages.at(-1)?.text;
const room: (name: string) => Room = useRoom;
const element = document.createElement('signalr-chat');
element.tokenProvider = async () => 'token';
element.tokenProvider = () => ({ userId: 'ann', name: 'Ann' });
element.addEventListener('chat-message', ({ detail }) => { const sequence: number = detail.sequence; void sequence; });

export type Stored = ChatStore;
export { ChatError, ChatProvider, element, entries, errorCodes, limits, pending, room, status, text, useInbox };
