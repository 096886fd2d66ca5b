// State for a user interface, without a framework: the React package and the custom element are made of it.
export { chatState } from './chat-state.js';
export type { ChatState, ConnectionView, InboxView } from './chat-state.js';
export type { RoomState } from './room-state.js';
export type { PresenceView, RoomActions, RoomView, SendDetails } from './room-view.js';
export type { Watched } from './value.js';
