// Clients as the documentation advises: they retry a send until it is answered (retries), and reconnect to whichever node
// answers.
import { io } from "socket.io-client";
import { Person, rooms } from "../person.mjs";

export class SocketIoPerson extends Person {
  constructor(name, ports, turn, pace) {
    super(name, pace);
    this.socket = io(`http://127.0.0.1:${ports[turn % ports.length]}`, {
      auth: { rooms },
      transports: ["websocket"], forceNew: true, reconnectionDelay: 200, reconnectionDelayMax: 2000, timeout: 5000,
      retries: 100, ackTimeout: 4000,
    });
    this.socket.io.on("reconnect_attempt", () => {
      this.socket.io.uri = `http://127.0.0.1:${ports[++turn % ports.length]}`;
    });
    this.socket.on("connect", () => (this.hasCome = true));
    this.socket.on("message", message => this.hear(message.room, message.id));
  }

  send(message) {
    return new Promise((resolve, reject) => this.socket.emit("send", message, error => (error ? reject(error) : resolve())));
  }

  cut() {
    this.socket.io.engine.close();
  }
}
