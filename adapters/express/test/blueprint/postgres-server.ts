import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A PostgreSQL of this test's own: its folder, its port, its process. */
export interface PostgresServer {
  url(database: string): string;
  createDatabase(name: string): void;
  stop(): Promise<void>;
}

const debian = "/usr/lib/postgresql";

/** The folder of the newest PostgreSQL that Debian's packages installed; `null` where there is none. */
export function postgresBinaries(): string | null {
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = versions.map((version) => join(debian, version, "bin"));
  return folders.find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const user = ordinaryUser();
  const dir = mkdtempSync(join(tmpdir(), "backwright-postgres-"));
  if (user !== null) {
    chownSync(dir, user.uid, user.gid);
  }
  const port = String(await freePort());
  const data = join(dir, "data");

  function run(program: string, args: readonly string[]): boolean {
    return (
      spawnSync(join(binaries, program), args, { cwd: dir, stdio: "ignore", timeout: 60_000, ...user }).status === 0
    );
  }

  if (!run("initdb", ["-D", data, "-A", "trust", "-U", "postgres", "--no-sync"])) {
    throw new Error("initdb failed");
  }
  const options = [
    "-D",
    data,
    "-p",
    port,
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `unix_socket_directories=${dir}`,
    "-F",
  ];
  const server = spawn(join(binaries, "postgres"), options, { cwd: dir, stdio: "ignore", ...user });
  const connection = ["-h", "127.0.0.1", "-p", port, "-U", "postgres"];
  for (let attempt = 0; !run("pg_isready", connection); attempt += 1) {
    if (attempt === 100 || server.exitCode !== null) {
      await stop(server);
      throw new Error("PostgreSQL did not start");
    }
    await setTimeout(100);
  }
  return {
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    createDatabase(name) {
      if (!run("createdb", [...connection, name])) {
        throw new Error(`createdb ${name} failed`);
      }
    },
    async stop() {
      await stop(server);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Asks for a fast shutdown and waits for it. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) {
    return;
  }
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  await Promise.race([ended, setTimeout(20_000).then(() => server.kill("SIGKILL"))]);
}

/** PostgreSQL refuses to run as root; its package has made an account for it. */
function ordinaryUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const entry = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return entry === null ? null : { uid: Number(entry[1]), gid: Number(entry[2]) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
