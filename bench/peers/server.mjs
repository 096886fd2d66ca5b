// A chat room server for a comparison with the chat server: `ws` answers the hub's own records with nothing but Node and the
// ws package; `socket.io` is Socket.IO with its default adapter. Both keep nothing and check nothing.
// Usage: PORT=0 node server.mjs ws|Socket.IO. Prints `listening PORT`. The packages are those of faults/controls/socketio.
import { createRequire } from "node:module";
import { createServer } from "node:http";
const require = createRequire(new URL("../../faults/controls/socketio/package.json", import.meta.url));

const end = "\u001e";
const user = crypto.randomUUID();
const http = createServer();
const rooms = new Map();

function ws() {
  const { WebSocketServer } = require(require.resolve("ws", { paths: [require.resolve("engine.io")] }));
  new WebSocketServer({ server: http }).on("connection", socket => {
    let isOpen = false;
    socket.on("message", data => {
      for (const record of data.toString().split(end).slice(0, -1)) {
        if (isOpen) take(socket, JSON.parse(record));
        else socket.send(`{}${end}`);
        isOpen = true;
      }
    });
  });
}

function take(socket, { type, target, invocationId, arguments: [request] = [] }) {
  if (type !== 1) return;
  if (target === "JoinRoom") {
    if (!rooms.has(request.room)) rooms.set(request.room, new Set());
    rooms.get(request.room).add(socket);
    socket.on("close", () => rooms.get(request.room).delete(socket));
  } else {
    const message = [request.room, request.messageId, user, request.text];
    const record = JSON.stringify({ type: 1, target: "Message", arguments: message }) + end;
    for (const member of rooms.get(request.room)) member.send(record);
  }
  socket.send(JSON.stringify({ type: 3, invocationId }) + end);
}

function socketIo() {
  const { Server } = require("socket.io");
  // The generator answers no pings.
  const io = new Server(http, { transports: ["websocket"], pingInterval: 3_600_000 });
  io.on("connection", socket => {
    socket.on("JoinRoom", ({ room }, id, answer) => { socket.join(room); answer(id); });
    socket.on("SendMessage", ({ room, messageId, text }, id, answer) => {
      io.to(room).emit("Message", room, messageId, user, text);
      answer(id);
    });
  });
}

if (process.argv[2] === "ws") ws();
else socketIo();
http.listen(Number(process.env.PORT), "127.0.0.1", () => console.log(`listening ${http.address().port}`));
