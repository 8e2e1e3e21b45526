import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The built command. */
export const command = fileURLToPath(new URL("../../packages/cli/dist/main.js", import.meta.url));

const taskId = "T-1";
const task = `id: ${taskId}
objective: Notes
resources:
  Note:
    fields: { text: string }
    operations: [list]
`;

/** An application with an adapter of its own, committed, and a task that changes it and is achieved. */
export function makeApp(commands = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "faults-app-")));
  const dir = join(folder, "app");
  mkdirSync(join(folder, "tmp"));
  cpSync(fileURLToPath(new URL("fixtures/notes-app", import.meta.url)), dir, { recursive: true });
  const adapter = fileURLToPath(new URL("../whole/fixtures/plain-adapter", import.meta.url));
  cpSync(adapter, join(dir, "node_modules/plain-adapter"), { recursive: true });
  writeFileSync(join(dir, ".gitignore"), "node_modules/\n.orchestrator/\n");
  writeFileSync(join(dir, "behaviour.json"), JSON.stringify({ commands }));
  writeFileSync(join(folder, "task.yaml"), task);
  const git = (...args) => execFileSync("git", ["-C", dir, ...args], { stdio: "ignore" });
  git("init", "--quiet");
  git("add", "--all");
  git(
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.com",
    "-c",
    "commit.gpgsign=false",
    "commit",
    "-qm",
    "app",
  );
  return { folder, dir, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

/** The same app again, byte by byte. */
export function copyApp(app) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "faults-app-")));
  cpSync(app.folder, folder, { recursive: true });
  return {
    folder,
    dir: join(folder, "app"),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Starts the task on an app; with `before` through another program, with `nodeArgs` under a preload. */
export function startRun(app, { args = [], nodeArgs = [], before = [], env = {} } = {}) {
  const words = [
    process.execPath,
    ...nodeArgs,
    command,
    "run",
    join(app.folder, "task.yaml"),
    "--dir",
    app.dir,
    ...args,
  ];
  const [program, ...rest] = [...before, ...words];
  const child = spawn(program, rest, {
    cwd: app.folder,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
    killSignal: "SIGKILL",
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      NO_COLOR: "1",
      TMPDIR: join(app.folder, "tmp"),
      NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"),
      ...env,
    },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (said.stdout += chunk));
  child.stderr.on("data", (chunk) => (said.stderr += chunk));
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, ...said }));
  });
  return { child, ended };
}

/** The outcome of a loop as an orchestrator reads it. `report` is `null` where it is missing or not whole. */
export function readOutcome(app, loop = "1") {
  const complete = join(app.dir, ".orchestrator/complete");
  const markers = existsSync(complete) ? readdirSync(complete).filter((name) => !name.endsWith(".tmp")) : [];
  const file = join(app.dir, `.orchestrator/reports/${taskId}-loop-${loop}.json`);
  return { markers: markers.map((name) => name.replace(`${taskId}.`, "")), report: readJson(file) };
}

export function readMarker(app, ending) {
  return readFileSync(markerFile(app, ending), "utf8");
}

export function markerFile(app, ending) {
  return join(app.dir, `.orchestrator/complete/${taskId}.${ending}`);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
