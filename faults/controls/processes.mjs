// Real processes that this run starts. It ends them by their own handles, and they end with this process.
import { spawn } from "node:child_process";
import { createServer, connect } from "node:net";
import { once } from "node:events";

const running = new Set();
process.on("exit", () => running.forEach(child => child.kill("SIGKILL")));

export function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export async function startRedis(port) {
  const child = start("redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"]);
  await whenItAnswers(port);
  return child;
}

/** `settings` is the environment, which gives `command` its port. */
export async function startNode(port, command, settings) {
  const child = start(command[0], command.slice(1), settings);
  await whenItAnswers(port);
  return child;
}

export async function kill(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

export async function askRedis(port, ...command) {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`${command.join(" ")}\r\n`);
  await once(socket, "data");
  socket.destroy();
}

export function start(command, args, environment = {}, errors = "inherit") {
  const child = spawn(command, args.map(String), { env: { ...process.env, ...environment }, stdio: ["ignore", "ignore", errors] });
  running.add(child);
  child.on("exit", () => running.delete(child));
  return child;
}

export async function whenItAnswers(port, deadline = Date.now() + 20_000) {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const open = await new Promise(resolve => socket.once("connect", () => resolve(true)).once("error", () => resolve(false)));
    socket.destroy();
    if (open) return;
    if (Date.now() > deadline) throw new Error(`Nobody listens on ${port}.`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
