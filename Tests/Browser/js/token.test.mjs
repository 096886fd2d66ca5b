import assert from 'node:assert/strict';
import test from 'node:test';
import { ChatClient, fixedToken, tokensFrom } from '../../../wwwroot/js/chat-client.js';
import { FakeClock, FakeConnection, cursorStoreIn, joinAnswer, settle, update } from './fakes.mjs';
import { inLobby, playground } from './playground.mjs';

function jwt(clock, seconds, id) {
  const iat = clock.now() / 1000;
  const parts = ['{}', JSON.stringify({ sub: 'u', name: 'me', id, iat, exp: iat + seconds })];
  return `${parts.map((part) => Buffer.from(part).toString('base64url')).join('.')}.sig`;
}

/** Tokens valid for an hour. `fresh` says whether each one is new. */
function hourly(clock, fresh = true) {
  const first = jwt(clock, 3600, 0);
  const made = { asked: 0, tokens: tokensFrom(() => { made.asked++; return fresh ? jwt(clock, 3600, made.asked) : first; }) };
  return made;
}

test('Another token is asked for at a fifth of its life, and the open connection gets it', async () => {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  const client = new ChatClient({ connect: () => connection.anew(), tokens: hourly(clock).tokens, clock });
  client.start();
  await clock.pass(3600_000 * 0.8);
  const first = connection.take('Reauthenticate');
  assert.equal(first.request.accessToken.split('.').length, 3);
  first.answer({ expiresAt: clock.now() + 3600_000 });
  await clock.pass(3600_000 * 0.8);
  // One that is refused is dropped: the provider is asked again, at half of what is left.
  const second = connection.take('Reauthenticate');
  assert.notEqual(second.request.accessToken, first.request.accessToken);
  second.refuse('invalid-token: The token was revoked.');
  await clock.pass(3600_000 * 0.1);
  assert.notEqual(connection.take('Reauthenticate').request.accessToken, second.request.accessToken);
  assert.equal(connection.starts, 1);
});

test('An app whose users have a cookie gives no token and names the user', async () => {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  let token;
  const client = new ChatClient({
    connect: (accessToken) => { token = accessToken; return connection.anew(); },
    accessToken: async () => ({ userId: 'id-anna', name: 'anna' }),
    clock,
  });
  const identities = [];
  client.on('identity', (me) => identities.push(me));
  client.start();
  await clock.pass(3600_000);
  assert.deepEqual([client.me, ...identities], [{ userId: 'id-anna', name: 'anna' }, { userId: 'id-anna', name: 'anna' }]);
  assert.deepEqual([await token(), connection.starts], ['', 1]);
});

// Regression: the client connected as the user of whatever cookie the browser had.
for (const nothing of [null, undefined, {}]) {
  test(`An app that answers ${JSON.stringify(nothing)} has no user, and the client stops`, async () => {
    const clock = new FakeClock();
    const connection = new FakeConnection();
    const client = new ChatClient({ connect: () => connection.anew(), accessToken: async () => nothing, clock });
    client.start();
    await settle();
    assert.deepEqual([client.status.state, client.status.error?.code, connection.starts], ['stopped', 'token-refused', 0]);
  });
}

// Regression: the next token came at half of the time that was left, which may be hours.
test('A token that may be good a moment later is followed by another one after the time that the server gives', async () => {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  const client = new ChatClient({ connect: () => connection.anew(), tokens: hourly(clock).tokens, clock });
  client.start();
  await clock.pass(3600_000 * 0.8);
  connection.take('Reauthenticate').refuse('invalid-token: The token was revoked. Retry after 2000 ms.');
  await clock.pass(2_000);
  connection.take('Reauthenticate').refuse('invalid-token: The token was revoked. Retry after 2000 ms.');
  await clock.pass(3_999);
  assert.equal(connection.waiting('Reauthenticate'), 0);
  await clock.pass(1);
  connection.take('Reauthenticate').answer({ expiresAt: clock.now() + 3600_000 });
  assert.equal(connection.starts, 1);
});

test('With an older server another token comes with a planned reconnect between two calls', async () => {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  const { tokens } = hourly(clock);
  const client = new ChatClient({ connect: () => connection.anew(), tokens, clock });
  const states = [];
  client.join('lobby');
  client.start();
  await settle();
  connection.take('JoinRoom').answer(joinAnswer({ reset: true, update: update(0, 0) }));
  client.on('status', ({ state, error }) => states.push(`${state} ${error?.code ?? ''}`));
  const sent = client.send('lobby', 'under way');
  await clock.pass(3600_000 * 0.8 - 1);
  assert.equal(connection.starts, 1);
  connection.calls.length = 0;
  const listing = client.listRooms();
  await clock.pass(1);
  connection.take('Reauthenticate').refuse('unknown-method: The hub has no such method.');
  await settle();
  connection.take('ListRooms').answer({ rooms: [], hasMore: false });
  await listing;
  await clock.pass(2_000);
  assert.equal(connection.starts, 2);
  assert.deepEqual(states, ['connecting ', 'connected ']);
  connection.take('JoinRoom').answer(joinAnswer({ head: 0, update: update(0, 0) }));
  await settle();
  assert.equal(connection.take('SendMessage').request.messageId, sent.messageId);
});

test('A provider that has no other token is asked again at half of what is left', async () => {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  const made = hourly(clock, false);
  const client = new ChatClient({ connect: () => connection.anew(), tokens: made.tokens, clock });
  client.start();
  await clock.pass(3600_000 * 0.8);
  assert.equal(made.asked, 2);
  await clock.pass(3600_000 * 0.1);
  assert.equal(made.asked, 3);
  assert.equal(connection.starts, 1);
});

test('Credentials that are refused with a fresh token end it', async () => {
  for (const [status, starts] of [['401', 2], ['403', 1]]) {
    const { client, clock, connection } = playground();
    connection.start = async () => {
      connection.starts++;
      throw new Error(`Failed to complete negotiation with the server: Error: : Status code '${status}'`);
    };
    client.start();
    await clock.pass(60_000);
    assert.equal(connection.starts, starts);
    assert.equal(client.status.error.code, 'credentials-refused');
  }
});

/** Rejected five times by the clock of a server, with a token that expires in this many seconds by the client's clock. */
async function refusedByTheClock(seconds, provider) {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  connection.start = async () => {
    if (connection.starts++ < 5) throw new Error("Failed to complete negotiation with the server: Error: : Status code '401'");
  };
  const connect = (_, noteRetryAfter) => { if (connection.starts < 5) noteRetryAfter(1_000); return connection.anew(); };
  const client = new ChatClient({ connect, tokens: provider(jwt(clock, seconds, 0)), clock });
  client.start();
  await clock.pass(60_000);
  return client.status.state;
}

// Regression: a node whose clock was ahead by more than a token's lifetime sent every client away for good.
test('A token that only the clock of the server is against is brought again', async () => {
  assert.equal(await refusedByTheClock(3600, (token) => tokensFrom(() => token)), 'connected');
});

test('One that cannot be renewed is brought again too', async () => {
  assert.equal(await refusedByTheClock(3600, fixedToken), 'connected');
});

test('A token that is over by this clock too is not brought again', async () => {
  assert.equal(await refusedByTheClock(-1, (token) => tokensFrom(() => token)), 'stopped');
});

test('A session that ended by the clock of the server alone does not use up a token that cannot be renewed', async () => {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  const client = new ChatClient({ connect: () => connection.anew(), tokens: fixedToken(jwt(clock, 3600, 0)), clock });
  client.start();
  await settle();
  connection.push('SessionEnding', { code: 'token-expired', reconnect: true });
  connection.drop();
  await clock.pass(30_000);
  assert.equal(client.status.state, 'connected');
});

test('A connect that takes too long is given up, and the next one is not held up by it', async () => {
  const { client, clock, connection } = playground();
  const start = connection.start.bind(connection);
  connection.start = () => (connection.starts++ === 0 ? new Promise(() => {}) : start());
  client.start();
  await clock.pass(20_000);
  assert.equal(client.status.state, 'waiting');
  assert.equal(client.status.error.code, 'no-answer');
  await clock.pass(500);
  assert.equal(client.status.state, 'connected');
});

test('What a refused connect says with Retry-After is obeyed', async () => {
  const clock = new FakeClock();
  const connection = new FakeConnection();
  connection.canStart = (n) => n > 1;
  const { tokens } = hourly(clock);
  const client = new ChatClient({ connect: (_, noteRetryAfter) => { noteRetryAfter(7_000); return connection.anew(); }, tokens, clock });
  client.start();
  await settle();
  assert.equal(client.status.retryAt - clock.now(), 7_250);
});

test('No more tries than the backoff allows', async () => {
  const { client, clock, connection } = playground({ backoff: { delay: () => 100, maxTries: 3 } });
  connection.canStart = () => false;
  client.start();
  await clock.pass(10_000);
  assert.equal(connection.starts, 4);
  assert.equal(client.status.error.code, 'gave-up');
});

test('A handler that fails is reported, breaks nothing, and keeps the cursor where it was', async () => {
  const saved = [];
  const cursorStore = { load: async () => null, save: async (room, { revision }) => { saved.push(revision); }, remove: async () => {} };
  const log = console.error;
  console.error = () => {};
  try {
    const { client, connection, seen } = await inLobby(10, { cursorStore });
    const warnings = [];
    client.on('warning', ({ what }) => warnings.push(what));
    client.on('messages', ({ messages }) => { if (messages[0].sequence === 12) throw new Error('the app'); });
    for (let i = 10; i < 14; i++) connection.push('RoomUpdated', update(i, i + 1));
    await settle();
    assert.deepEqual(seen, ['11@11', '12@12', '13@13', '14@14']);
    assert.deepEqual(saved, [10, 11]);
    assert.deepEqual(warnings, ['A handler of messages failed.']);
  } finally {
    console.error = log;
  }
});

test('A kept cursor is where the next page goes on', async () => {
  const kept = new Map([['lobby', { epoch: 'e1', revision: 8 }]]);
  const { client, connection, seen } = playground({ cursorStore: cursorStoreIn(kept) });
  client.join('lobby');
  client.start();
  await settle();
  const join = connection.take('JoinRoom');
  assert.deepEqual(join.request, { room: 'lobby', after: 8, epoch: 'e1' });
  join.answer(joinAnswer({ head: 10, update: update(8, 10) }));
  await settle();
  assert.deepEqual(seen, ['9@9', '10@10']);
  assert.deepEqual(kept.get('lobby'), { epoch: 'e1', revision: 10 });
  const left = client.leave('lobby');
  await settle();
  connection.take('LeaveRoom').answer(null);
  await left;
  await settle();
  assert.equal(kept.has('lobby'), false);
});
