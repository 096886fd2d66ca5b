'use client';
import { createContext, createElement, useContext, useEffect, type ReactElement, type ReactNode } from 'react';
import type { ChatClient } from '@signalrchat/client';
import { chatState, type ChatState } from '@signalrchat/client/state';

const ChatContext = createContext<ChatState | null>(null);

export interface ChatProviderProps {
  /** Made once, outside of the components, such as after the sign-in. The provider starts it, and stops it when it is unmounted. */
  client: ChatClient;
  children?: ReactNode;
}

/** Connects the client while it is mounted, and gives it to the hooks below it. */
export function ChatProvider({ client, children }: ChatProviderProps): ReactElement {
  const state = chatState(client);
  useEffect(() => state.connect(), [state]);
  return createElement(ChatContext.Provider, { value: state }, children);
}

/** For the hooks of this package. */
export function useChatState(): ChatState {
  const state = useContext(ChatContext);
  if (!state) throw new Error('The hooks of @signalrchat/react need a <ChatProvider> above them.');
  return state;
}
