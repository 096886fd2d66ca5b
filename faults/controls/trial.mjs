// Compares what this server and other systems lose under the same faults. Prints a table for each and writes it to
// artifacts/faults/controls.md. The exit code is 1 if this server lost, repeated or reordered a message, and otherwise 0.
// Losses of the other systems do not count, because they are only the comparison.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rooms } from "./person.mjs";
import { askRedis, freePort, kill, startNode, startRedis } from "./processes.mjs";
import { systems } from "./systems.mjs";

const pause = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));
const seconds = 3;
const redisSeconds = 10; // Longer than the time-outs of the Redis clients.
const filler = "語".repeat(3900); // Three bytes each: one publish exceeds a small buffer.
const report = [];
let held = true;

for (const system of systems) report.push(await tryOut(system));
const folder = fileURLToPath(new URL("../../artifacts/faults/", import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}controls.md`, `# Others under the same faults\n\n${report.join("\n")}`);
process.exit(held ? 0 : 1);

async function tryOut({ name, mustHold = false, setUp, Person, startDatabase, start, wouldHelp }) {
  const [redisPort, ...ports] = await Promise.all([freePort(), freePort(), freePort()]);
  const cluster = { redis: await startRedis(redisPort), database: await startDatabase?.(), nodes: [] };
  const startOne = async number =>
    (cluster.nodes[number] = await startNode(ports[number], ...start(ports[number], redisPort, cluster.database)));
  await Promise.all(ports.map((_, number) => startOne(number)));
  const people = Array.from({ length: 8 }, (_, number) => new Person(`person${number}`, ports, number, 400));
  await allCome(people);

  const quiet = new AbortController();
  const talking = people.map(person => person.talk(quiet.signal));
  const windows = [];
  for (const [fault, strike] of faults(cluster, people, redisPort, startOne, quiet.signal)) {
    const begin = Date.now();
    await strike();
    await pause(5); // Its effects count for this fault.
    windows.push({ fault, begin, end: Date.now() });
  }
  quiet.abort();
  await Promise.all(talking);
  await pause(10);
  await killAll(cluster);

  const rows = windows.map(window => judge(window, people));
  const disagree = rooms.filter(room => new Set(people.map(person => person.order.get(room).join())).size > 1);
  const unanswered = people.reduce((sum, person) => sum + person.unanswered, 0);
  const isWhole = disagree.length === 0 && unanswered === 0 && rows.every(({ sent, lost, twice }) => sent > 0 && lost + twice === 0);
  if (mustHold) held &&= isWhole;
  const lines = [
    `## ${name}`, "", setUp, "",
    "| fault | acknowledged | lost | repeated | longest send | longest delivery |", "|---|---:|---:|---:|---:|---:|",
    ...rows.map(row => `| ${row.fault} | ${row.sent} | ${row.lost} | ${row.twice} | ${row.send} ms | ${row.delivery} ms |`),
    "", `Clients that heard everything in the same order: ${disagree.length === 0 ? "all" : `not all, in ${disagree.join(" and ")}`}.`,
    `Sends that never got an answer: ${unanswered}.`, "", wouldHelp, "",
  ];
  console.log(lines.join("\n"));
  return lines.join("\n");
}

function faults(cluster, people, redisPort, startOne, quiet) {
  const { nodes } = cluster;
  return [
    ["none", () => pause(5)],
    ["a node is killed", async () => { await kill(nodes[0]); await pause(seconds); await startOne(0); }],
    ["a node is frozen", async () => { nodes[0].kill("SIGSTOP"); await pause(seconds); nodes[0].kill("SIGCONT"); }],
    ["a client is cut", async () => { people[0].cut(); await pause(seconds); }],
    ["Redis is frozen", async () => { cluster.redis.kill("SIGSTOP"); await pause(redisSeconds); cluster.redis.kill("SIGCONT"); }],
    ["Redis is flushed", async () => { await askRedis(redisPort, "FLUSHALL"); await pause(seconds); }],
    ["Redis is killed", async () => { await kill(cluster.redis); await pause(redisSeconds); cluster.redis = await startRedis(redisPort); }],
    ["Redis starts after a node", async () => {
      await Promise.all([cluster.redis, nodes[0]].map(kill));
      const node = startOne(0);
      await pause(redisSeconds);
      cluster.redis = await startRedis(redisPort);
      await node;
    }],
    ["Redis cuts its clients 25 times", async () => {
      for (let times = 0; times < 25; times++) {
        for (const type of ["pubsub", "normal"]) await askRedis(redisPort, "CLIENT", "KILL", "TYPE", type);
        await pause(0.2);
      }
    }],
    ["the buffers of Redis's subscribers are full", async () => {
      const limit = bytes => askRedis(redisPort, "CONFIG", "SET", "client-output-buffer-limit", `"pubsub ${bytes} 0 0"`);
      await limit(4096);
      for (let times = 0; times < 10; times++) {
        people[0].say(filler, quiet);
        await pause(0.3);
      }
      await limit(33554432);
    }],
    ["everything is killed", async () => {
      await killAll(cluster);
      await cluster.database?.start();
      cluster.redis = await startRedis(redisPort);
      for (const number of nodes.keys()) await startOne(number);
    }],
  ];
}

async function killAll({ nodes, redis, database }) {
  await Promise.all([...[...nodes, redis].map(kill), database?.kill()]);
}

async function allCome(people, deadline = Date.now() + 30_000) {
  while (!people.every(person => person.hasCome)) {
    if (Date.now() > deadline) throw new Error("Not everybody came.");
    await pause(0.05);
  }
}

function judge({ fault, begin, end }, people) {
  const sent = people.flatMap(person => person.acknowledged).filter(message => message.sentAt >= begin && message.sentAt < end);
  const lost = sent.filter(message => people.some(person => !person.heard.has(message.id)));
  const twice = sent.filter(message => people.some(person => person.heard.get(message.id) > 1));
  const send = Math.max(...sent.map(message => message.answeredAt - message.sentAt));
  const delivery = Math.max(
    ...sent.flatMap(({ id, sentAt }) => people.map(person => (person.heardAt.get(id) ?? sentAt) - sentAt)));
  return { fault, sent: sent.length, lost: lost.length, twice: twice.length, send, delivery };
}
