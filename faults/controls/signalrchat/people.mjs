// Clients of this server that use its JavaScript client as an app does: they join, send and receive.
import { createHmac, randomBytes } from "node:crypto";
import { Person, rooms } from "../person.mjs";
import { signalR } from "../signalr/people.mjs";
const { buildConnection, ChatClient, FullJitterBackoff } = await import("../../../wwwroot/js/chat-client.js");

const key = randomBytes(32);
const issuer = "controls";
const audience = "signalrchat";

/** The settings with which the nodes accept these clients. */
export const issuerSettings = {
  Authentication__Schemes__Bearer__ValidIssuers__0: issuer,
  Authentication__Schemes__Bearer__ValidAudiences__0: audience,
  Authentication__Schemes__Bearer__SigningKeys__0__Issuer: issuer,
  Authentication__Schemes__Bearer__SigningKeys__0__Value: key.toString("base64"),
};

export class ChatPerson extends Person {
  constructor(name, ports, turn, pace) {
    super(name, pace);
    const come = (accessToken, noteRetryAfter) => (this.connection = buildConnection(
      signalR, `http://127.0.0.1:${ports[turn++ % ports.length]}/hubs/chat`, accessToken,
      { serverTimeoutMs: 6000, keepAliveMs: 2000, noteRetryAfter }));
    this.client = new ChatClient({
      wake: false, connect: come, accessToken: () => sign(name), connectTimeoutMs: 5000, callTimeoutMs: 10_000,
      backoff: new FullJitterBackoff({ baseMs: 200, capMs: 2000, random: Math.random }),
    });
    for (const event of ["messages", "reset"]) {
      this.client.on(event, ({ room, messages }) => messages.forEach(message => this.hear(room, message.text)));
    }
    this.client.start();
    Promise.all(rooms.map(room => this.client.join(room))).then(() => (this.hasCome = true));
  }

  send({ id, room }) {
    return this.client.send(room, id).outcome;
  }

  cut() {
    this.connection.connection.transport?.stop();
  }
}

function sign(name) {
  const now = Math.floor(Date.now() / 1000);
  const text = [{ alg: "HS256", typ: "JWT" }, { iss: issuer, aud: audience, sub: name, name, iat: now, exp: now + 3600 }]
    .map(part => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}
