// @ts-check
import { ChatClient, clientCodes, fixedToken, GuestTokenProvider, openChatStore } from '../chat-client.js';
import { signalRConnection } from '../client/signalr-connection.js';
import { ChatPage } from './chat-page.js';
import { confirmed } from './confirm.js';
import { wireCopying } from './copying.js';
import { byId, counted } from './dom.js';
import { roomInAddress } from './fragment.js';
import { LinkFacts } from './link-facts.js';
import { PageState } from './page-state.js';
import { endSession, forgetPerson, outboxScope, savedSession } from './saved.js';
import { askSignIn } from './sign-in.js';
import { wireTheme } from './theme.js';

/** @typedef {import('./saved.js').Session} Session */

// Relative to the page, so that it works behind a path prefix.
const hubUrl = new URL('hubs/chat', document.baseURI).href;
// A store that another tab blocks must not prevent the sign-out.
const signOutMs = 3_000;
const guestUrl = new URL('auth/guest', document.baseURI).href;

/** @param {Session} session @param {(guest: import('../client/contracts.js').GuestTokenResult | null) => void} save */
const tokensFor = (session, save) => (session.accessToken
  ? fixedToken(session.accessToken)
  : new GuestTokenProvider({ url: guestUrl, name: session.name, saved: session.guest, save }));

/** @param {import('./sign-in.js').SignIn} answer @returns {Session} */
const newSession = ({ name, room, accessToken }) =>
  ({ name, accessToken, guest: null, rooms: [room], current: room, ownIds: [], readThrough: {} });

/** @param {Session} session */
async function openChat(session) {
  const store = await openChatStore({ scope: outboxScope(session) });
  const state = new PageState(session);
  const facts = new LinkFacts();
  const client = new ChatClient({
    tokens: tokensFor(session, (guest) => state.keepGuest(guest)),
    connect: (accessToken, noteRetryAfter) => signalRConnection(hubUrl, accessToken, { noteRetryAfter, http: facts.options }),
    outboxStore: store.outbox,
    keepFailed: true,
    followInbox: true,
  });
  const startOver = () => {
    window.removeEventListener('beforeunload', holdUnsent);
    location.reload();
  };
  const page = new ChatPage(client, state, {
    signOut: async () => {
      const question = { title: 'Sign out?', text: `${counted(state.unsent, 'message')} not sent yet would be lost.`, yes: 'Sign out' };
      if (state.unsent > 0 && !await confirmed(question)) return;
      // First, so that nothing remains even if the page is closed before the rest is done.
      forgetPerson();
      await page.browsing.end();
      const left = client.stop().then(() => store.forget()).catch(() => {});
      await Promise.race([left, new Promise((over) => window.setTimeout(over, signOutMs))]);
      startOver();
    },
    // Drafts and unsent messages remain for the next sign-in on this tab.
    signInAgain: () => { endSession(); startOver(); },
  }, facts);
  const holdUnsent = (/** @type {Event} */ event) => { if (state.unsent > 0) event.preventDefault(); };
  window.addEventListener('beforeunload', holdUnsent);

  byId('sign-in').hidden = true;
  byId('chat').hidden = false;
  const { rooms, current } = session;
  if (current ?? rooms[0]) page.open(current ?? rooms[0]);
  page.drawMe();
  client.start();
  void page.joined.joinRest().then(() => page.drawAround());
}

/** The form shows a refused name or token; the page reports an unreachable server, and waits for it. @param {Session} session */
async function checkToken(session) {
  try {
    await tokensFor(session, (guest) => { session.guest = guest; }).get();
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code === clientCodes.tokenRefused) throw error;
  }
}

wireTheme();
wireCopying();
const saved = savedSession.get();
if (saved) {
  void openChat({ ...saved, current: roomInAddress() ?? saved.current });
} else {
  /** @type {Session} */
  let session;
  askSignIn({ check: async (answer) => { session = newSession(answer); await checkToken(session); }, done: () => void openChat(session) });
}
// early.js watches until this point.
document.documentElement.dataset.started = '';
