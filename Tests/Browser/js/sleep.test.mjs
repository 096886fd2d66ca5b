import assert from 'node:assert/strict';
import test from 'node:test';
import { SleepDetector } from '../../../wwwroot/js/client/sleep-detector.js';
import { FakeConnection, settle, snapshot } from './fakes.mjs';
import { inLobby, playground } from './playground.mjs';

/** A closed lid: time passes and no timer runs. */
function sleep(clock, ms) {
  clock.slept = (clock.slept ?? 0) + ms;
  const { now } = clock.constructor.prototype;
  clock.now = () => now.call(clock) + clock.slept;
}

test('After a sleep longer than the server waits the connection is made anew at once', async () => {
  const { client, clock, connection } = await inLobby(10, { wake: true });
  await clock.pass(60_000);
  assert.equal(connection.starts, 1);
  sleep(clock, 3_600_000);
  await clock.pass(500);
  assert.equal(connection.starts, 2);
  assert.equal(client.status.state, 'connected');
});

/**
 * A client in the lobby that makes a new connection for each attempt. It connects in `connectMs` and answers after `answerMs`.
 * The test may change `net` meanwhile.
 */
async function online(given) {
  const net = { connectMs: 0, answerMs: 0, isDown: false, ...given };
  const made = [];
  const { client, clock } = playground({ wake: true, connect: () => {
    const connection = new FakeConnection();
    // Each connection keeps the network's state from the time when it was made.
    const { connectMs } = net;
    made.push(connection);
    connection.start = () => new Promise((resolve, reject) => clock.setTimeout(
      () => (net.isDown ? reject(new Error('Failed to fetch')) : resolve()), connectMs));
    connection.invoke = (method, request) => new Promise((resolve) => clock.setTimeout(
      () => { if (!connection.isDead) resolve(method === 'JoinRoom' ? snapshot(10) : { rooms: [], hasMore: false }); }, net.answerMs));
    connection.stop = async () => { connection.isStopped = true; };
    return connection;
  } });
  const states = [];
  client.on('status', ({ state }) => states.push(state));
  client.join('lobby');
  client.start();
  await clock.pass(60_000);
  assert.equal(client.status.state, 'connected');
  states.length = 0;
  return { client, clock, net, made, states };
}

/** How long it takes until another connection is up. */
async function untilBack({ client, clock, made }, wake) {
  const [old] = made.filter((connection) => !connection.isStopped);
  const at = clock.now();
  wake();
  const wokeAt = Math.max(at, clock.now());
  while (client.status.state !== 'connected' || old === made.filter((connection) => !connection.isStopped)[0]) {
    await clock.pass(10);
    assert.ok(clock.now() - wokeAt < 60_000, 'It does not come back.');
  }
  return clock.now() - wokeAt;
}

for (const [what, ms] of [['an hour', 3_600_000], ['half a minute', 31_000], ['three seconds', 3_000]]) {
  test(`A connection that died in a sleep of ${what} is back within a second, 500 ms of it for the network`, async () => {
    const play = await online({ connectMs: 500 });
    play.made[0].isDead = true;
    const took = await untilBack(play, () => sleep(play.clock, ms));
    assert.ok(took <= 1_000, `${took} ms`);
    // The app receives no outage event, because it had to wait for nothing.
    assert.deepEqual(play.states.filter((state) => state === 'waiting'), []);
  });
}

test('What only the browser tells brings a dead connection back within a second as well', async () => {
  const window = globalThis.window = new EventTarget();
  const document = globalThis.document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  try {
    for (const tell of [
      () => window.dispatchEvent(new Event('online')),
      () => window.dispatchEvent(new Event('focus')),
      () => window.dispatchEvent(new Event('offline')),
      () => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })),
      () => document.dispatchEvent(new Event('visibilitychange')),
    ]) {
      const play = await online({ connectMs: 500 });
      play.made[0].isDead = true;
      const took = await untilBack(play, tell);
      assert.ok(took <= 1_000, `${took} ms`);
      await play.client.stop();
    }
  } finally {
    delete globalThis.window;
    delete globalThis.document;
  }
});

for (const [network, net] of [['quick', { connectMs: 60, answerMs: 20 }], ['slow', { connectMs: 2_400, answerMs: 800 }]]) {
  test(`On a ${network} network a connection that outlived a short sleep answers before another one stands, and is kept`, async () => {
    const play = await online(net);
    sleep(play.clock, 5_000);
    await play.clock.pass(10_000);
    assert.equal(play.made.length, 2);
    assert.ok(play.made[1].isStopped);
    assert.ok(!play.made[0].isStopped);
    assert.deepEqual(play.states, []);
  });
}

test('Where no other connection can be made the one in use is given up once it has been silent for two seconds', async () => {
  const play = await online({});
  play.made[0].isDead = true;
  play.net.isDown = true;
  sleep(play.clock, 5_000);
  await play.clock.pass(2_000);
  assert.deepEqual(play.states, []);
  await play.clock.pass(250);
  assert.ok(play.made[0].isStopped);
  assert.equal(play.client.status.state, 'waiting');
  play.net.isDown = false;
  await play.clock.pass(60_000);
  assert.equal(play.client.status.state, 'connected');
});

test('A second reason to look makes the other connection anew: the network may have changed', async () => {
  const window = globalThis.window = new EventTarget();
  try {
    const play = await online({});
    play.made[0].isDead = true;
    play.net.connectMs = 600_000;
    sleep(play.clock, 5_000);
    await play.clock.pass(500);
    assert.equal(play.made.length, 2);
    play.net.connectMs = 100;
    const took = await untilBack(play, () => window.dispatchEvent(new Event('online')));
    assert.ok(took <= 1_000, `${took} ms`);
    assert.deepEqual(play.made.map(({ isStopped = false }) => isStopped), [true, true, false]);
    await play.client.stop();
    assert.ok(play.made[2].isStopped);
  } finally {
    delete globalThis.window;
  }
});

test('A connection that breaks just after the waking is made anew without a wait', async () => {
  const window = globalThis.window = new EventTarget();
  try {
    const play = await online({ connectMs: 100 });
    play.clock.random = () => 0.999;
    window.dispatchEvent(new Event('online'));
    play.made[0].isDead = true;
    play.made[0].drop();
    const took = await untilBack(play, () => {});
    assert.ok(took <= 500, `${took} ms`);
    await play.clock.pass(10_000);
    assert.equal(play.made.length, 2);
    await play.client.stop();
  } finally {
    delete globalThis.window;
  }
});

test('A page that is put aside or stopped while another connection is being made leaves none behind', async () => {
  const window = globalThis.window = new EventTarget();
  try {
    for (const end of [
      (play) => play.client.stop(),
      async () => window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true })),
    ]) {
      const play = await online({ connectMs: 500 });
      play.made[0].isDead = true;
      sleep(play.clock, 5_000);
      await play.clock.pass(300);
      assert.equal(play.made.length, 2);
      await end(play);
      await play.clock.pass(60_000);
      assert.deepEqual(play.made.map(({ isStopped = false }) => isStopped), [true, true]);
      await play.client.stop();
    }
  } finally {
    delete globalThis.window;
  }
});

test('A try to connect that was under way when the machine fell asleep is given up', async () => {
  const { client, clock, connection } = playground({ wake: true });
  let starts = 0;
  connection.start = () => (++starts === 1 ? new Promise(() => {}) : Promise.resolve());
  client.start();
  await settle();
  sleep(clock, 5_000);
  await clock.pass(500);
  assert.equal(starts, 2);
  assert.equal(client.status.state, 'connected');
});

test('A try to connect that hangs is given up when the network is back, and one that has just begun is not', async () => {
  const window = globalThis.window = new EventTarget();
  try {
    const { client, clock, connection } = playground({ wake: true });
    let starts = 0;
    connection.start = () => (++starts === 1 ? new Promise(() => {}) : Promise.resolve());
    client.start();
    await clock.pass(1_000);
    window.dispatchEvent(new Event('online'));
    await settle();
    assert.equal(starts, 1);
    await clock.pass(3_000);
    window.dispatchEvent(new Event('online'));
    await settle();
    assert.equal(starts, 2);
    assert.equal(client.status.state, 'connected');
    await client.stop();
  } finally {
    delete globalThis.window;
  }
});

test('A connection that answers is kept though the browser takes the network for lost', async () => {
  const window = globalThis.window = new EventTarget();
  try {
    const { client, clock, made, states } = await online({});
    states.length = 0;
    window.dispatchEvent(new Event('offline'));
    await clock.pass(5_000);
    assert.deepEqual(states, []);
    assert.equal(made.length, 1);
    await client.stop();
  } finally {
    delete globalThis.window;
  }
});

test('What waits for the next try tries at once, but for what the server asked', async () => {
  for (const drainMs of [0, 20_000]) {
    const { client, clock, connection } = playground({ wake: true, backoff: { delay: () => 10_000 } });
    client.start();
    await settle();
    if (drainMs > 0) connection.push('Draining', { reconnectAfterMs: drainMs });
    connection.drop();
    await settle();
    sleep(clock, 3_000);
    await clock.pass(500);
    assert.equal(client.status.state, drainMs > 0 ? 'waiting' : 'connected');
    await client.stop();
  }
});

test('What the browser tells is heard, and no more once it is stopped', async () => {
  const { clock } = playground();
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const heard = [];
  const watch = new SleepDetector({
    clock, window, document,
    woke: (jump) => heard.push(`woke ${jump}`), putAside: () => heard.push('put aside'), doubted: () => heard.push('doubted'),
  });
  watch.start();
  window.dispatchEvent(new Event('offline'));
  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  document.visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  // A hidden page may get no processor time for long, which is no sleep.
  sleep(clock, 600_000);
  await clock.pass(1_000);
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  // A frozen page is asleep, whatever the machine does.
  document.dispatchEvent(new Event('freeze'));
  await clock.pass(7_000);
  document.dispatchEvent(new Event('resume'));
  assert.deepEqual(heard, ['doubted', 'woke 0', 'put aside', 'woke 0', 'woke 0', 'woke 7000']);
  watch.stop();
  window.dispatchEvent(new Event('online'));
  sleep(clock, 600_000);
  await clock.pass(1_000);
  assert.equal(heard.length, 6);
});
