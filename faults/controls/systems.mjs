// The systems under test, set up for several nodes as their documentation describes, and the setting that would have helped
// each.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SocketIoPerson } from "./socketio/people.mjs";
// Imported last, because it makes later modules take Node for a browser.
const { SignalRPerson } = await import("./signalr/people.mjs");
const { ChatPerson, issuerSettings } = await import("./signalrchat/people.mjs");
const { Postgres } = await import("./signalrchat/postgres.mjs");

const path = relative => fileURLToPath(new URL(relative, import.meta.url));

export const systems = [
  {
    name: "SignalRChat",
    mustHold: true,
    setUp:
      "Two nodes with PostgreSQL (which syncs, as it does by default) and Redis, and the JavaScript client with nothing but " +
      "shorter time-outs.",
    Person: ChatPerson,
    startDatabase: () => Postgres.start(),
    start: (port, redisPort, database) => [
      ["dotnet", path("../../artifacts/bin/SignalRChat/release/SignalRChat.dll")],
      {
        ...issuerSettings, ASPNETCORE_URLS: `http://127.0.0.1:${port}`, ConnectionStrings__Redis: `127.0.0.1:${redisPort}`,
        ConnectionStrings__Postgres: database.connectionString,
        Storage__DataDirectory: join(database.folder, `${port}`), Logging__LogLevel__Default: "None",
        Chat__Liveness__KeepAliveInterval: "00:00:02", Chat__Liveness__ClientTimeout: "00:00:06", Chat__Liveness__StallTimeout: "00:00:06",
      },
    ],
    wouldHelp: "Nothing has to: an acknowledged message is in the database, and a reconnecting client receives what it missed.",
  },
  {
    name: "SignalR 10 with its Redis backplane",
    setUp:
      "A hub that adds to groups and sends to them, on two nodes, with the time-outs of the first; clients that come back to " +
      "whichever node answers, join again, and send again until they are answered.",
    Person: SignalRPerson,
    start: (port, redisPort) => [
      ["dotnet", path("../../artifacts/bin/SignalRChat.Bench/release/SignalRChat.Bench.dll"), "bare-server"],
      {
        ASPNETCORE_URLS: `http://127.0.0.1:${port}`, ConnectionStrings__Redis: `127.0.0.1:${redisPort},abortConnect=false`,
        KeepAliveInterval: "00:00:02", Logging__LogLevel__Default: "Critical",
      },
    ],
    wouldHelp:
      "No setting keeps what was sent while a member was away or Redis was. Stateful reconnect (`AllowStatefulReconnects`, off " +
      "by default) helps a connection that is cut for moments, on the same node and for 100 KB.",
  },
  {
    name: "Socket.IO 4.8.4 with connection state recovery and the Redis Streams adapter 0.3.1",
    setUp:
      "Two nodes, recovery for 2 minutes, `retries` in the clients, and rooms joined by the server on each connection that was " +
      "not recovered.",
    Person: SocketIoPerson,
    start: (port, redisPort) => [[process.execPath, path("socketio/server.mjs")], { PORT: port, REDIS_PORT: redisPort }],
    wouldHelp:
      "Recovery lives in Redis: with `appendonly yes` and `appendfsync always` it would outlive Redis, for as long as `maxLen` " +
      "of the stream and 2 minutes reach. What its documentation advises beyond that is to store messages in a database and to " +
      "send an offset from there.",
  },
];
