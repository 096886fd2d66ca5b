// One node of Socket.IO, set up for several nodes as its documentation describes: the Redis Streams adapter and connection
// state recovery. An answer means that the server accepted the message.
import { Server } from "socket.io";
import { createClient } from "redis";
import { createAdapter } from "@socket.io/redis-streams-adapter";

const redis = createClient({ url: `redis://127.0.0.1:${process.env.REDIS_PORT}` });
redis.on("error", () => {}); // The client reconnects automatically.
await redis.connect();

const io = new Server(Number(process.env.PORT), {
  adapter: createAdapter(redis),
  connectionStateRecovery: { maxDisconnectionDuration: 2 * 60 * 1000, skipMiddlewares: true },
  pingInterval: 2000,
  pingTimeout: 4000,
});
io.on("connection", socket => {
  // Joins at once, so that the client misses nothing between connecting and joining.
  if (!socket.recovered) socket.join(socket.handshake.auth.rooms);
  socket.on("send", (message, answer) => {
    io.to(message.room).emit("message", message);
    answer();
  });
});
console.log("listening");
