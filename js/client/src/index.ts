export * from './chat-client.js';
export type * from './client/chat-client-options.js';
export type * from './client/chat-events.js';
export type * from './client/contracts.js';
export type * from './client/ports.js';
export type { LinkStatus } from './client/link-types.js';
export type { Sending } from './client/outbox.js';
export type { OutboxEntry } from './client/outbox-entry.js';
export type { PendingReaction } from './client/own-reactions.js';
