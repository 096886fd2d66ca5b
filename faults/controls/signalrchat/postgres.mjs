// A PostgreSQL server of this run, which really syncs to disk and can be killed and started again.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort, kill, start, whenItAnswers } from "../processes.mjs";

const installed = "/usr/lib/postgresql";

export class Postgres {
  /** The folder for its files; removed when this process ends. */
  folder = mkdtempSync(join(tmpdir(), "controls-"));
  #process;

  static async start() {
    const postgres = new Postgres();
    postgres.port = await freePort();
    process.on("exit", () => rmSync(postgres.folder, { recursive: true, force: true }));
    if (isRoot) execFileSync("chown", ["postgres", postgres.folder]);
    const [command, ...args] = asItsUser(
      "initdb", "-D", postgres.#data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
    execFileSync(command, args, { stdio: "ignore", cwd: postgres.folder });
    await postgres.start();
    return postgres;
  }

  get connectionString() { return `Host=127.0.0.1;Port=${this.port};Username=postgres;Database=postgres`; }

  /** Retries: after a kill, the child processes end later, and the folder is locked until then. */
  async start() {
    for (let tries = 1; ; tries++) {
      const [command, ...args] = asItsUser("postgres", "-D", this.#data, "-p", this.port, "-h", "127.0.0.1", "-k", "");
      this.#process = start(command, args, {}, "ignore");
      const ended = new Promise(resolve => this.#process.once("exit", () => resolve(false)));
      if (await Promise.race([whenItAnswers(this.port).then(() => true), ended])) return;
      if (tries === 50) throw new Error("PostgreSQL does not start.");
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }

  kill() { return kill(this.#process); }

  get #data() { return join(this.folder, "data"); }
}

const isRoot = userInfo().uid === 0;

/** PostgreSQL refuses to run as root. Then it runs as the user that its package created. */
function asItsUser(program, ...args) {
  const path = existsSync(installed) ? join(installed, readdirSync(installed).sort().at(-1), "bin", program) : program;
  return [...(isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : []), path, ...args.map(String)];
}
