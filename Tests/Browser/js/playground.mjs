import { ChatClient } from '../../../wwwroot/js/chat-client.js';
import { FakeClock, FakeConnection, settle, snapshot, tokens } from './fakes.mjs';

/** A client on the fakes. `seen` has the messages that an app would have received, as sequence@revision. */
export function playground(options = {}) {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  const client = new ChatClient({ connect: () => connection.anew(), tokens: tokens(), clock, ...options });
  const seen = [];
  const resets = [];
  client.on('messages', ({ messages }) => seen.push(...messages.map((m) => `${m.sequence}@${m.revision}`)));
  client.on('reset', ({ messages }) => resets.push(messages.map((m) => m.sequence)));
  return { clock, connection, client, seen, resets };
}

/** The same, in the lobby with the head at `head`. */
export async function inLobby(head = 10, options = {}) {
  const play = playground(options);
  play.client.join('lobby');
  play.client.start();
  await settle();
  play.connection.take('JoinRoom').answer(snapshot(head));
  await settle();
  return play;
}

/** Cuts a connection that has worked, and waits for the next one. */
export async function cutAndReturn({ clock, connection }) {
  await clock.pass(10_000);
  connection.drop();
  await clock.pass(500);
}
