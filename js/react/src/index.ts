export { ChatProvider, type ChatProviderProps } from './chat-provider.js';
export {
  useChat, useInbox, usePresence, useRoom, useTyping, type Chat, type Inbox, type Room, type Typing,
} from './hooks.js';
export type { PresenceView, SendDetails } from '@signalrchat/client/state';
