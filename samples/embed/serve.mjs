// A shop's page with a room for its visitors, below a strict content security policy. Run it with CHAT_URL, CHAT_KEY, PORT and
// ELEMENT, the path of signalr-chat.js: see ../README.md.
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { ChatApi } from '../node/chat-api.mjs';

const url = process.env.CHAT_URL?.replace(/\/$/, '') ?? 'http://127.0.0.1:5000';
const chat = new ChatApi(url, process.env.CHAT_KEY ?? '');
const element = process.env.ELEMENT ?? new URL('../../js/element/dist/signalr-chat.js', import.meta.url);
const socket = url.replace(/^http/, 'ws');
const policy = [
  "default-src 'none'", "script-src 'self'", `connect-src 'self' ${url} ${socket}`, "img-src data:", "base-uri 'none'",
  "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
].join('; ');

const files = new Map([
  ['/', { type: 'text/html; charset=utf-8', from: new URL('index.html', import.meta.url) }],
  ['/page.js', { type: 'text/javascript', from: new URL('page.js', import.meta.url) }],
  ['/signalr-chat.js', { type: 'text/javascript', from: element }],
]);

/**
 * A visitor has no account. A cookie holds a secret, and its hash is the user id: everybody sees that one, so it must not sign anybody in.
 * Behind HTTPS the cookie also needs `Secure`. A shop limits how many visitors an address may be.
 */
async function token(request) {
  const known = /(?:^|; )visitor=([0-9a-f-]{36})/.exec(request.headers.cookie ?? '')?.[1];
  const secret = known ?? randomUUID();
  const visitor = createHash('sha256').update(secret).digest('hex').slice(0, 32);
  const given = await chat.token(`visitor-${visitor}`, `Visitor ${visitor.slice(0, 4)}`);
  return [200, 'application/json', JSON.stringify(given), { 'set-cookie': `visitor=${secret}; Path=/; HttpOnly; SameSite=Strict` }];
}

async function answer(request) {
  if (request.method === 'POST' && request.url === '/chat-token') return token(request);
  const file = files.get(request.url);
  if (!file) return [404, 'text/plain', ''];
  const text = await readFile(file.from, 'utf8');
  return [200, file.type, text.replace('http://127.0.0.1:5000', url)];
}

const server = createServer(async (request, response) => {
  const [status, type, body, headers] = await answer(request).catch((error) => {
    console.error(error.message);
    return [502, 'text/plain', ''];
  });
  response.writeHead(status, { 'content-type': type, 'content-security-policy': policy, 'cache-control': 'no-store', ...headers });
  response.end(body);
});

server.listen(Number(process.env.PORT ?? 8081), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});
