import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// `pnpm bench:layers [FIXTURE …]`: takes a task through all phases on applications that keep their data with Knex, Sequelize
// and drizzle, and once more on the result; those on PostgreSQL are skipped where Debian's PostgreSQL is not installed.
const root = fileURLToPath(new URL("../../", import.meta.url));
const main = join(root, "packages/cli/dist/main.js");
const task = join(root, "adapters/express/test/blueprint/tasks/desk.yaml");
const taskId = "TASK-012";
const fixtures = {
  "knex-library": { server: false },
  "knex-desk": { server: true },
  "drizzle-desk": { server: true },
  "sequelize-shop": { server: true },
  "sequelize-diary": { server: true },
};

if (!existsSync(main)) {
  console.error("The command is not built yet: run `pnpm build` first.");
  process.exit(1);
}

// The server that the adapter tests what it writes with.
const helper = new URL("../../adapters/express/test/blueprint/postgres-server.ts", import.meta.url);
const { postgresBinaries, startPostgres } = await import(helper);

function copyOf(fixture) {
  const dir = join(mkdtempSync(join(tmpdir(), "backwright-layers-")), fixture);
  cpSync(join(root, "adapters/express/test/fixtures", fixture), dir, { recursive: true });
  const identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", ["init", "--quiet"], { cwd: dir });
  execFileSync("git", ["add", "--all"], { cwd: dir });
  execFileSync("git", [...identity, "commit", "--quiet", "--message", "state"], { cwd: dir });
  return dir;
}

/** Of every file but what is installed, built or written about runs. */
function hashesOf(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !/^(\.git|node_modules|dist|\.orchestrator)\/|^verification_steps\.md$/.test(path))
    .toSorted()
    .map((path) => {
      const hash = createHash("sha256").update(readFileSync(join(dir, path)));
      return `${path} ${hash.digest("hex")}`;
    });
}

function run(dir, { loop, url }) {
  const argv = [main, "run", task, "--dir", dir, "--loop", String(loop)];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    encoding: "utf8",
    timeout: 600_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: "1", ...(url === null ? {} : { DATABASE_URL: url }) },
  });
  return { status, output: stdout + stderr };
}

const failures = [];

function expectThat(words, holds, detail = "") {
  console.log(`${holds ? "ok  " : "FAIL"} ${words}`);
  if (!holds) {
    failures.push(words);
    console.log(detail);
  }
}

function judge(fixture, url) {
  const began = performance.now();
  const dir = copyOf(fixture);
  try {
    const first = run(dir, { loop: 1, url });
    const marker = join(dir, ".orchestrator/complete", `${taskId}.done`);
    expectThat(
      `${fixture}: the run ends with its marker`,
      first.status === 0 && existsSync(marker),
      first.output.slice(-4000),
    );
    const path = join(dir, ".orchestrator/reports", `${taskId}-loop-1.json`);
    const checks = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).checks : [];
    const left = checks.filter(
      ({ result, detail }) => result !== "passed" && detail !== "The project has no such command.",
    );
    expectThat(
      `${fixture}: all of ${checks.length} checks passed`,
      checks.length > 0 && left.length === 0,
      JSON.stringify(left.slice(0, 10), null, 1),
    );
    const before = hashesOf(dir).join("\n");
    const again = run(dir, { loop: 2, url });
    expectThat(
      `${fixture}: on its own result nothing changes`,
      again.status === 0 && hashesOf(dir).join("\n") === before,
      again.output.slice(-4000),
    );
    console.log(`     ${fixture}: ${Math.round((performance.now() - began) / 1000)} s`);
  } finally {
    rmSync(join(dir, ".."), { recursive: true, force: true, maxRetries: 3 });
  }
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(fixtures);
const binaries = postgresBinaries();
const postgres =
  binaries === null || !wanted.some((name) => fixtures[name]?.server === true) ? null : await startPostgres(binaries);
let skipped = 0;
try {
  for (const fixture of wanted) {
    if (fixtures[fixture]?.server === true && postgres === null) {
      skipped += 1;
      console.log(`Skipped: ${fixture} needs Debian's PostgreSQL, which is not installed.`);
      continue;
    }
    const name = fixture.replaceAll("-", "_");
    if (fixtures[fixture]?.server === true) postgres.createDatabase(name);
    judge(fixture, fixtures[fixture]?.server === true ? postgres.url(name) : null);
  }
} finally {
  await postgres?.stop();
}
console.log(`${failures.length} failed, ${skipped} skipped.`);
process.exitCode = failures.length === 0 ? 0 : 1;
