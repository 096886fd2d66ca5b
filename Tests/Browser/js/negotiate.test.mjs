import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import test from 'node:test';
import { ChatClient, FullJitterBackoff } from '../../../wwwroot/js/chat-client.js';
import { buildConnection } from '../../../wwwroot/js/client/build-connection.js';

const half = 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{';

/** The build of the page, which takes this process for a browser. */
function pageBuild() {
  globalThis.self ??= globalThis;
  const name = Object.getOwnPropertyDescriptor(process.release, 'name');
  Object.defineProperty(process.release, 'name', { ...name, value: 'browser' });
  return createRequire(import.meta.url)('../../../wwwroot/lib/signalr/signalr.min.js');
}

/** A server over real sockets that answers each request in half, and emits `asked` for it. */
async function halfServer() {
  const sockets = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {}).once('data', () => { socket.write(half); server.emit('asked'); });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, sockets, url: `http://127.0.0.1:${server.address().port}/hubs/chat` };
}

const limits = {
  'the request': { connectTimeoutMs: 60_000, httpTimeoutMs: 100, noteRetryAfter: () => {} },
  'the connect': { connectTimeoutMs: 100, httpTimeoutMs: 60_000 },
};
for (const [whose, { connectTimeoutMs, ...http }] of Object.entries(limits)) {
  test(`A negotiate whose answer stops in the middle ends with the time-out of ${whose}`, { timeout: 30_000 }, async () => {
    const signalR = pageBuild();
    const { server, sockets, url } = await halfServer();
    const client = new ChatClient({
      connectTimeoutMs, wake: false, backoff: new FullJitterBackoff({ random: () => 0 }), accessToken: () => 'token',
      connect: (token) => buildConnection(signalR, url, token, http),
    });
    client.start();

    for (let tries = 0; tries < 3; tries++) await once(server, 'asked');

    assert.notEqual(client.status.state, 'stopped');
    await client.stop();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}
