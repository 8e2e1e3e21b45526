import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtCommand, root } from "./generated-app.mjs";

const failures = [];

/** How many expectations did not hold so far. */
export function failed() {
  return failures.length;
}

function expectThat(words, holds, detail = "") {
  console.log(`${holds ? "ok  " : "FAIL"} ${words}`);
  if (!holds) {
    failures.push(words);
    console.log(detail);
  }
}

/** Of one of the adapter's applications, committed. */
function copyOf(fixture) {
  const dir = join(mkdtempSync(join(tmpdir(), "backwright-fixture-")), fixture);
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
    })
    .join("\n");
}

function run(dir, { task, loop, env }) {
  const file = join(root, "adapters/express/test/blueprint/tasks", task.file);
  const argv = [builtCommand(), "run", file, "--dir", dir, "--loop", String(loop)];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    encoding: "utf8",
    timeout: 600_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  return { status, output: stdout + stderr };
}

/** Whether a task on a fixture ends with its marker and all checks, the same bytes in each copy, and then changes nothing. */
export function judgeFixture(fixture, { task, env, copies = 1 }) {
  const began = performance.now();
  const dirs = Array.from({ length: copies }, () => copyOf(fixture));
  try {
    const [first, ...others] = dirs.map((dir) => run(dir, { task, loop: 1, env }));
    const [dir] = dirs;
    expectThat(
      `${fixture}: the run ends with its marker`,
      first.status === 0 && existsSync(join(dir, ".orchestrator/complete", `${task.id}.done`)),
      first.output.slice(-4000),
    );
    const report = join(dir, ".orchestrator/reports", `${task.id}-loop-1.json`);
    const checks = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).checks : [];
    const left = checks.filter(
      ({ result, detail }) => result !== "passed" && detail !== "The project has no such command.",
    );
    expectThat(
      `${fixture}: all of ${checks.length} checks passed`,
      checks.length > 0 && left.length === 0,
      JSON.stringify(left.slice(0, 10), null, 1),
    );
    const before = hashesOf(dir);
    if (copies > 1) {
      expectThat(
        `${fixture}: each copy gets the same bytes`,
        others.every(({ status }) => status === 0) && dirs.every((one) => hashesOf(one) === before),
      );
    }
    const again = run(dir, { task, loop: 2, env });
    expectThat(
      `${fixture}: on its own result nothing changes`,
      again.status === 0 && hashesOf(dir) === before,
      again.output.slice(-4000),
    );
    console.log(`     ${fixture}: ${Math.round((performance.now() - began) / 1000)} s`);
  } finally {
    for (const dir of dirs) rmSync(join(dir, ".."), { recursive: true, force: true, maxRetries: 3 });
  }
}
