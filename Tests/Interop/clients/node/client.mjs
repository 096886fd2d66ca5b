// A chat client on the library `ws`: see ../README.md.
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';

const RECORD_END = '\u001e';
const [address, room, what] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${process.env.CHAT_TOKEN}` };

/** Sends and receives the frames of the hub's JSON protocol. */
class Connection {
  events = [];
  #calls = 0;
  #frames = [];
  #wake = () => {};

  constructor(query = '') {
    this.socket = new WebSocket(`${address.replace('http', 'ws')}hubs/chat${query}`, { headers });
    this.opened = new Promise((resolve, reject) => this.socket.on('open', resolve).on('error', reject));
    this.closed = new Promise(resolve => this.socket.on('close', (code, reason) => resolve({ code, reason: `${reason}` })));
    this.socket.on('message', data => {
      // One WebSocket message may contain several frames.
      for (const part of `${data}`.split(RECORD_END).slice(0, -1)) this.#receive(JSON.parse(part));
    });
  }

  async shakeHands() {
    await this.opened;
    this.send({ protocol: 'json', version: 1 });
    return await this.next(() => true);
  }

  send(frame) {
    this.socket.send(JSON.stringify(frame) + RECORD_END);
  }

  /** Returns the next frame that matches, and drops those before it. */
  async next(matches) {
    for (;;) {
      while (this.#frames.length > 0) {
        const frame = this.#frames.shift();
        if (matches(frame)) return frame;
      }
      await new Promise(resolve => this.#wake = resolve);
    }
  }

  async call(method, request) {
    const invocationId = `${++this.#calls}`;
    this.send({ type: 1, invocationId, target: method, arguments: [request] });
    return await this.next(frame => frame.type === 3 && frame.invocationId === invocationId);
  }

  /** Returns the message as the room's members receive it. */
  async updateOf(messageId) {
    const find = events => events
      .filter(event => event.target === 'RoomUpdated')
      .flatMap(event => event.arguments[0].messages)
      .find(message => message.messageId === messageId);
    return find(this.events) ?? find([await this.next(frame => frame.type === 1 && find([frame]))]);
  }

  #receive(frame) {
    if (frame.type === 1) this.events.push(frame);
    this.#frames.push(frame);
    this.#wake();
  }
}

async function talk() {
  const negotiated = await fetch(`${address}hubs/chat/negotiate?negotiateVersion=1`, { method: 'POST', headers });
  const connection = new Connection(`?id=${(await negotiated.json()).connectionToken}`);
  const handshake = await connection.shakeHands();
  connection.send({ type: 6 });
  const { role } = (await connection.call('JoinRoom', { room })).result;
  const message = { room, messageId: randomUUID(), text: 'Grüße 👋' };
  const sent = (await connection.call('SendMessage', message)).result;
  const repeated = (await connection.call('SendMessage', message)).result;
  const received = await connection.updateOf(message.messageId);
  const refused = (await connection.call('StartTyping', { room: 'elsewhere' })).error;
  const history = (await connection.call('GetHistory', { room, limit: 10 })).result.messages;
  await connection.next(frame => frame.type === 6);
  connection.socket.send(`no JSON${RECORD_END}`);
  return { handshake, role, sent, repeated, received, refused, history, ...await connection.closed };
}

async function wait() {
  const connection = new Connection();
  const handshake = await connection.shakeHands();
  await connection.call('JoinRoom', { room });
  console.log('joined');
  const closed = await connection.closed;
  return { handshake, ...closed, events: connection.events.map(event => event.target) };
}

console.log(JSON.stringify(await { talk, wait }[what]()));
