// A chat on the browser's WebSocket, without a library. Each step is one of docs/protocol.md: see ../README.md.
const retryable = ['busy', 'rate-limited', 'slow-mode', 'storage-unavailable', 'node-draining'];

/**
 * Stays in a room, and returns a function that sends a message to it.
 * @param {string} server the address, such as http://127.0.0.1:5000
 * @param {() => Promise<string>} getToken called for each connection: an app asks its backend for a fresh token
 * @param {(line: string) => void} show
 * @param {number} silence without a frame for this time in milliseconds, the server is dead
 */
export function stayIn(room, server, getToken, show, silence = 30_000) {
  const hub = new URL('/hubs/chat', server);
  const outbox = []; // messages without an answer: the first one is on its way
  let [cursor, epoch] = [null, null]; // everything up to this revision was shown
  let attempt = 0;
  let socket, joined, missed, reconnect, pause, retry;

  const send = frame => socket.readyState === WebSocket.OPEN && socket.send(`${JSON.stringify(frame)}\u001e`);
  const call = (method, request, id) => send({ type: 1, invocationId: id, target: method, arguments: [{ room, ...request }] });
  const sendFirst = () => joined && outbox.length > 0 && call('SendMessage', outbox[0], outbox[0].messageId);

  async function connect() {
    [joined, missed, reconnect, pause] = [false, false, true, 0];
    const token = await getToken().catch(() => null);
    const end = token === null ? 'no token' : await talk(`${hub.href.replace('http', 'ws')}?access_token=${encodeURIComponent(token)}`);
    show(`closed: ${end}`);
    if (end === 'refused') await askWhy(token);
    if (!reconnect) return show('ended');
    setTimeout(connect, Math.max(pause, Math.random() * Math.min(30_000, 500 * 2 ** attempt++)));
  }

  /** Resolves at the end of the connection. */
  async function talk(address) {
    socket = new WebSocket(address);
    const { promise: ended, resolve: end } = Promise.withResolvers();
    let [opened, death] = [false, setTimeout(end, silence, 'silence')];
    const pings = setInterval(() => send({ type: 6 }), silence / 2);
    socket.onopen = () => send({ protocol: 'json', version: 1 });
    socket.onmessage = ({ data }) => {
      opened = true;
      clearTimeout(death);
      death = setTimeout(end, silence, 'silence');
      for (const frame of data.split('\u001e').slice(0, -1)) receive(JSON.parse(frame));
    };
    socket.onclose = ({ code, reason }) => end(opened ? `${code} ${reason}` : 'refused');
    const why = await ended;
    socket.onmessage = null;
    socket.close();
    clearTimeout(death);
    clearInterval(pings);
    return why;
  }

  /** A page does not see the status of a refused WebSocket. The negotiation has the same. */
  async function askWhy(token) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${hub.href}/negotiate?negotiateVersion=1`, { method: 'POST', headers }).catch(() => null);
    if (answer === null || answer.ok) return;
    show(`closed: HTTP ${answer.status}`);
    pause = Number(answer.headers.get('retry-after')) * 1000 || 0;
    reconnect = pause > 0 || ![401, 403].includes(answer.status);
  }

  function receive({ type, target, arguments: [data] = [], invocationId: id, result, error, allowReconnect }) {
    if (target === 'RoomUpdated') update(data);
    else if (target === 'RemovedFromRoom') show(`removed: ${data.code}`);
    else if (target === 'Draining') pause = data.reconnectAfterMs;
    else if (target === 'SessionEnding') reconnect = data.reconnect;
    else if (type === 3 && error) refused(id, error.split('HubException: ').at(-1));
    else if (type === 3 && id === 'join') enter(result);
    else if (type === 3) settle(id, `sent: #${result.sequence} ${result.duplicate ? 'again' : ''}`);
    else if (type === 7) {
      reconnect &&= allowReconnect ?? false;
      socket.close();
    } else if (type === undefined && !error) join(); // the answer to the handshake
  }

  function join() {
    joined = missed = false;
    call('JoinRoom', { after: cursor, epoch }, 'join');
  }

  function enter(result) {
    show(result.reset ? 'joined with a snapshot' : 'joined with the cursor');
    if (result.reset) cursor = 0; // what was shown before is void
    [epoch, joined, attempt] = [result.epoch, true, 0];
    apply(result.update);
    if (result.hasMore || missed) join();
    else sendFirst();
  }

  function update(update) {
    if (!joined) missed = true;
    else if (update.epoch !== epoch || update.after > cursor) join(); // a gap: with the cursor, a join returns what is missing
    else apply(update);
  }

  function apply({ messages, through }) {
    for (const { revision, sequence, name, text } of messages) if (revision > cursor) show(`#${sequence} ${name}: ${text}`);
    cursor = Math.max(cursor, through);
  }

  function refused(id, error) {
    const mayRetry = retryable.includes(error.split(':')[0]);
    const after = Number(error.match(/Retry after (\d+) ms\.$/)?.[1] ?? 1000);
    if (id !== 'join' && !mayRetry) return settle(id, `refused: ${error}`);
    show(`refused: ${error}`);
    clearTimeout(retry);
    if (id !== 'join') return retry = setTimeout(sendFirst, after);
    [reconnect, pause] = [mayRetry, after];
    socket.close();
  }

  function settle(id, outcome) {
    if (outbox[0]?.messageId !== id) return; // a message can be sent twice, as after a reconnect, and then has two answers
    show(outcome);
    outbox.shift();
    sendFirst();
  }

  connect();
  // With its id, a message may be sent again: the server stores it once. (crypto.randomUUID exists on https and localhost alone.)
  return text => outbox.push({ messageId: crypto.randomUUID(), text }) === 1 && sendFirst();
}
