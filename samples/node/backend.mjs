// A backend of a shop whose users chat about their orders. Run it with CHAT_URL, CHAT_KEY and PORT: see ../README.md.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { ChatApi } from './chat-api.mjs';

// Your users and your sign-in take the place of these.
const users = new Map([
  ['ann', { name: 'Ann', password: 'ann-password' }],
  ['bob', { name: 'Bob', password: 'bob-password' }],
]);

const chat = new ChatApi(process.env.CHAT_URL ?? 'http://127.0.0.1:5000', process.env.CHAT_KEY ?? '');

const sessions = new Map();

/** The user of a request, by HTTP Basic or by the cookie of a session, or null. */
function signedIn(request) {
  const [scheme, credentials] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Basic') return sessions.get(sessionIn(request)) ?? null;
  const [, id, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials ?? '', 'base64').toString()) ?? [];
  return users.has(id) && users.get(id).password === password ? id : null;
}

const sessionIn = (request) => /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];

/** A page cannot read the cookie, and another site cannot use it. Behind HTTPS it also needs `Secure`, and a session an end. */
function sessionOf(user) {
  const session = randomUUID();
  sessions.set(session, user);
  return `session=${session}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The chat's token stays valid until it expires. `POST /users/{id}/revoke` of the API ends the chat on all devices of the user. */
function signOut(request) {
  sessions.delete(sessionIn(request));
  return { 'set-cookie': 'session=; Path=/; Max-Age=0' };
}

/** A private room for the buyer and the seller, which the backend follows. */
async function order(buyer, seller) {
  const room = `order-${randomUUID()}`;
  await chat.makePrivateRoom(room, `An order of ${users.get(buyer).name}`);
  for (const id of [buyer, seller]) await chat.addMember(room, id, users.get(id).name);
  await chat.postAsSystem(room, randomUUID(), `${users.get(buyer).name} has ordered from ${users.get(seller).name}.`);
  void log(room);
  return { room };
}

async function log(room) {
  try {
    for await (const message of chat.follow(room)) console.log(`${room} ${message.kind ?? 'user'} ${message.name}: ${message.text}`);
  } catch (error) {
    console.error(error.message);
  }
}

async function answer(request) {
  if (request.method === 'POST' && request.url === '/sign-out') return [200, {}, signOut(request)];
  const user = signedIn(request);
  if (user === null) return [401, { error: 'Sign in.' }];
  const { method, url } = request;
  if (method === 'POST' && url === '/sign-in') return [200, { user }, { 'set-cookie': sessionOf(user) }];
  if (method === 'POST' && url === '/chat-token') return [200, await chat.token(user, users.get(user).name)];
  const seller = url.match(/^\/orders\/(\w+)$/)?.[1];
  if (method === 'POST' && users.has(seller) && seller !== user) return [201, await order(user, seller)];
  return [404, { error: 'Not found.' }];
}

const server = createServer(async (request, response) => {
  const [status, body, headers] = await answer(request).catch((error) => {
    console.error(error.message);
    return [502, { error: 'The chat is not available.' }];
  });
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
});

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});
