'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ChatClient, ChatUser, MarkReadResult } from '@signalrchat/client';
import type {
  ConnectionView, InboxView, PresenceView, RoomActions, RoomState, RoomView, Watched,
} from '@signalrchat/client/state';
import { useChatState } from './chat-provider.js';

/** A room and what the user does in it. The functions stay the same while the room does. */
export interface Room extends RoomView, RoomActions {}

export interface Inbox extends InboxView {
  /** Marks a room as read up to a message, on each device of the user. */
  readonly markRead: (room: string, sequence: number) => Promise<MarkReadResult>;
}

export interface Typing {
  /** The other users who are typing. */
  readonly users: readonly ChatUser[];
  /** The user typed: call it as often as you like. */
  readonly typed: () => void;
  /** The user cleared the text. */
  readonly stopped: () => void;
}

export interface Chat extends ConnectionView { readonly client: ChatClient }

/** The connection and the user. */
export function useChat(): Chat {
  const { client, connection } = useChatState();
  const view = useWatched(connection);
  return useMemo(() => ({ ...view, client }), [view, client]);
}

/** Joins the room while a component shows it. */
export function useRoom(room: string): Room {
  const state = useFollowed(room);
  const view = useWatched(state.view);
  return useMemo(() => ({ ...view, ...state.actions }), [view, state]);
}

/** The rooms of the user with what is unread, also those that are not joined. */
export function useInbox(): Inbox {
  const { client, followInbox, inbox } = useChatState();
  useEffect(() => followInbox(), [followInbox]);
  const view = useWatched(inbox);
  return useMemo(() => ({ ...view, markRead: (room, sequence) => client.markRead(room, sequence) }), [view, client]);
}

/** A component that uses it is not rendered for messages, and one that uses `useRoom` not for typing. */
export function useTyping(room: string): Typing {
  const { client } = useChatState();
  const users = useWatched(useFollowed(room).typing);
  return useMemo(
    () => ({ users, typed: () => client.typed(room), stopped: () => client.stoppedTyping(room) }), [users, client, room]);
}

/** The present users. */
export function usePresence(room: string): PresenceView {
  return useWatched(useFollowed(room).presence);
}

function useFollowed(room: string): RoomState {
  const state = useChatState().room(room);
  useEffect(() => state.follow(), [state]);
  return state;
}

function useWatched<T>(value: Watched<T>): T {
  return useSyncExternalStore(value.subscribe, value.get, value.get);
}
