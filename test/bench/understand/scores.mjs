import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Shares in percent that each field has to reach. */
const targets = {
  "framework (first backend)": 98,
  folder: 98,
  negative: 100,
  unsupported: 100,
  "package manager": 97,
  "databases (exact set)": 90,
  "orms (exact set)": 90,
  "auth (exact set)": 85,
  "api styles (exact set)": 85,
  "test command": 92,
  "build command": 92,
  "lint command": 92,
  "start command": 88,
  "port (first)": 92,
  "route count (±15 %)": 88,
};
const routeTargets = { precision: 97, recall: 95 };

/** Accuracy against the labelled repositories; gives how many targets were missed. */
export function scoreRepositories({ labels, checkouts, command, misses }) {
  if (!there("repositories", [join(labels, "score.mjs"), checkouts])) return 0;
  const folder = mkdtempSync(join(tmpdir(), "backwright-score-"));
  try {
    const out = join(folder, "score.json");
    const args = ["--dir", checkouts, "--json", out];
    process.stdout.write(score(labels, { mode: "repos", file: "repos.json", args, command, misses }));
    const { fields, crashes, absent } = JSON.parse(readFileSync(out, "utf8"));
    const missed = Object.entries(targets).filter(([name, least]) => {
      const field = fields[name] ?? { ok: 0, all: 1 };
      return (100 * field.ok) / field.all < least;
    });
    for (const [name, least] of missed) console.log(`  missed  ${name}: at least ${least} %`);
    if (absent.length > 0) console.log(`  ${absent.length} repositories are not checked out`);
    return missed.length + crashes.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Precision and recall of routes over the fixtures; gives how many targets were missed. */
export function scoreRoutes({ labels, fixtures, command, misses }) {
  if (!there("routes", [join(labels, "score.mjs"), fixtures])) return 0;
  const text = score(labels, { mode: "routes", file: "routes.json", args: ["--dir", fixtures], command, misses });
  process.stdout.write(text);
  const last = text.trimEnd().split("\n").at(-1) ?? "";
  return Object.entries(routeTargets).filter(([name, least]) => {
    const share = Number(new RegExp(`${name} ([\\d.]+) %`).exec(last)?.[1] ?? 0);
    if (share < least) console.log(`  missed  ${name} of routes: at least ${least} %`);
    return share < least;
  }).length;
}

function there(what, paths) {
  const absent = paths.find((path) => path === null || !existsSync(path));
  if (absent === undefined) return true;
  console.log(
    `SKIPPED the accuracy of ${what}: there is no ${absent ?? "folder given (see --checkouts and --fixtures)"}.`,
  );
  return false;
}

function score(labels, { mode, file, args, command, misses }) {
  const words = [join(labels, "score.mjs"), mode, "--labels", join(labels, file), "--cmd", command, ...args];
  const run = spawnSync(process.execPath, [...words, ...(misses ? ["--misses"] : [])], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`score.mjs ended with exit code ${run.status}: ${run.stderr}`);
  return run.stdout;
}
