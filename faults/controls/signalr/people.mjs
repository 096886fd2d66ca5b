// Clients of a plain SignalR hub. They reconnect automatically without end, to whichever node answers. They join their rooms
// again each time, and retry a send until it is answered.
import { Person, rooms } from "../person.mjs";

// The page's copy of SignalR's client, loaded as a page loads it.
Object.defineProperty(process, "release", { value: {} });
globalThis.self = globalThis;
export const { default: signalR } = await import("../../../wwwroot/lib/signalr/signalr.min.js");

const retry = 250;
const pause = () => new Promise(resolve => setTimeout(resolve, retry));

export class SignalRPerson extends Person {
  constructor(name, ports, turn, pace) {
    super(name, pace);
    const address = () => `http://127.0.0.1:${ports[turn++ % ports.length]}/hubs/chat`;
    // Each attempt uses the next node, because SignalR's client keeps its first address. The address may change while the
    // client reconnects, but not when it asks for its first delay.
    const elsewhere = () => {
      if (this.connection.state === signalR.HubConnectionState.Reconnecting) this.connection.baseUrl = address();
    };
    this.connection = new signalR.HubConnectionBuilder()
      .withUrl(address(), { transport: signalR.HttpTransportType.WebSockets })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => { elsewhere(); return retry; } })
      .configureLogging(signalR.LogLevel.None)
      .withServerTimeout(6000).withKeepAliveInterval(2000)
      .build();
    this.connection.onreconnecting(elsewhere);
    this.connection.onreconnected(() => this.join());
    this.connection.on("Message", (room, _id, _user, text) => this.hear(room, text));
    this.come();
  }

  async come() {
    while (!this.hasCome) await this.connection.start().then(() => this.join()).then(() => (this.hasCome = true), pause);
  }

  join() {
    return Promise.all(rooms.map(room => this.connection.invoke("JoinRoom", { room }))).catch(() => {});
  }

  async send(message, quiet) {
    const post = { room: message.room, messageId: crypto.randomUUID(), text: message.id };
    for (let tries = 0; tries < 100; tries++) {
      if (await this.connection.invoke("SendMessage", post).then(() => true, () => false)) return;
      await pause();
    }
    throw new Error("never answered");
  }

  cut() {
    this.connection.connection.transport?.stop();
  }
}
