// Written by eng/js-check.sh --write from the JavaScript beside it.
export { ChatClient } from './client/chat-client.js';
export { ChatError, clientCodes } from './client/chat-error.js';
export { errorCodes, limits, roomRemovalCodes, roomRoles, sessionEndCodes } from './client/contracts.js';
export { fixedToken, tokensFrom } from './client/fixed-token.js';
export { FullJitterBackoff } from './client/backoff.js';
export { GuestTokenProvider } from './client/guest-token-provider.js';
export { withPending } from './client/own-reactions.js';
export { openChatStore } from './client/persistence/open-store.js';
export { buildConnection } from './client/build-connection.js';
