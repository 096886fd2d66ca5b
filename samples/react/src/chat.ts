import { ChatClient, ChatError, clientCodes, openChatStore } from '@signalrchat/client';
import { fetchChatToken } from './backend';

/** The client of the signed-in user; null if no user is signed in. Made once, outside of the components. */
export async function openChat(): Promise<ChatClient | null> {
  let first = await fetchChatToken();
  if (!first) return null;
  // Unsent messages and the inbox outlive the page.
  const { outbox, inbox } = await openChatStore({ scope: first.userId });
  return new ChatClient({
    url: location.origin, outboxStore: outbox, inboxStore: inbox, keepFailed: true,
    accessToken: async () => {
      const token = first ?? await fetchChatToken();
      first = null;
      // Any other error is temporary: the client tries again.
      if (!token) throw new ChatError(clientCodes.tokenRefused, 'You are signed out.');
      return token.accessToken;
    },
  });
}
