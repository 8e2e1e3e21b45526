import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { command, commit, git, hashTree, processesIn, temporaryFolder } from "./support.ts";
import type { Ended } from "./support.ts";

/** A task that names no resources, for `--implementer none`. */
export const checkOnly = "id: T-1\nobjective: Check the app\n";
/** A task that the blueprint of the plain adapter writes. */
export const addNotes =
  "id: T-1\nobjective: Notes\nresources:\n  Note:\n    fields: { text: string }\n    operations: [list]\n";

/** What the plain adapter does badly, or otherwise than by default. */
export interface Behaviour {
  readonly throws?: string;
  readonly waits?: string;
  readonly confidence?: number;
  readonly commands?: Readonly<Record<string, readonly string[]>>;
  readonly files?: readonly { readonly path: string; readonly content: string; readonly kind: string }[];
}

export interface PlainApp {
  /** Holds all else, and is removed when the test ends. */
  readonly folder: string;
  readonly dir: string;
  /** The temporary folder of what is run. */
  readonly temporary: string;
  /** Writes a task file beside the app; returns its path. */
  task(text: string): string;
}

/** An application without a framework, its adapter in its node_modules, committed. */
export function plainApp(behaviour: Behaviour = {}): PlainApp {
  const folder = temporaryFolder();
  const dir = join(folder, "app");
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  cpSync(fixture("plain-app"), dir, { recursive: true });
  cpSync(fixture("plain-adapter"), join(dir, "node_modules", "plain-adapter"), { recursive: true });
  writeFileSync(join(dir, ".gitignore"), "node_modules/\n.orchestrator/\n");
  writeFileSync(join(dir, "behaviour.json"), JSON.stringify(behaviour));
  git(dir, "init", "--quiet");
  commit(dir);
  return {
    folder,
    dir,
    temporary,
    task(text) {
      const file = join(folder, "task.yaml");
      writeFileSync(file, text);
      return file;
    },
  };
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

export interface TrialOptions {
  /** Sent once standard error matches, or after a time in milliseconds. */
  readonly interrupt?: { readonly when: RegExp | number; readonly signal: NodeJS.Signals; readonly again?: boolean };
  /** Put before the command: `unshare …`. */
  readonly before?: readonly string[];
  readonly cwd?: string;
}

/** How a run ended and what it left behind. */
export interface Trial extends Ended {
  readonly left: Left;
}

export interface Left {
  readonly processes: readonly string[];
  /** In the temporary folder. */
  readonly temporary: readonly string[];
  readonly halfWritten: readonly string[];
  /** Files of the app that were made, changed or removed, by path. */
  readonly changed: readonly string[];
}

/** What every trial must leave. */
export const nothing: Left = { processes: [], temporary: [], halfWritten: [], changed: [] };

/** Runs the command on an app to its end, and looks at what it left. */
export async function attempt(app: PlainApp, args: readonly string[], options: TrialOptions = {}): Promise<Trial> {
  const before = existsSync(app.dir) ? hashTree(app.dir) : {};
  const ended = await runBackwright(args, { ...options, cwd: options.cwd ?? app.folder, temporary: app.temporary });
  return { ...ended, left: lookAt(app, before) };
}

export function lookAt(app: PlainApp, before: Readonly<Record<string, string>>): Left {
  const after = existsSync(app.dir) ? hashTree(app.dir) : {};
  const files = existsSync(app.dir) ? readdirSync(app.dir, { recursive: true, encoding: "utf8" }) : [];
  return {
    processes: processesIn(app.folder),
    temporary: readdirSync(app.temporary, { recursive: true, encoding: "utf8" }),
    halfWritten: files.filter((path) => path.endsWith("tmp")),
    changed: [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (path) => before[path] !== after[path],
    ),
  };
}

const timeoutMs = 60_000;

function runBackwright(
  args: readonly string[],
  options: TrialOptions & { cwd: string; temporary: string },
): Promise<Ended> {
  const { cwd, temporary, interrupt } = options;
  const [program = "", ...words] = [...(options.before ?? []), process.execPath, command, ...args];
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
    NO_COLOR: "1",
    TMPDIR: temporary,
    NODE_COMPILE_CACHE: join(realpathSync(tmpdir()), "node-compile-cache"),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
    const said = { stdout: "", stderr: "" };
    let sent = false;
    if (typeof interrupt?.when === "number") setTimeout(() => child.kill(interrupt.signal), interrupt.when);
    child.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => {
      said.stderr += chunk.toString();
      if (interrupt?.when instanceof RegExp && !sent && interrupt.when.test(said.stderr)) {
        sent = true;
        child.kill(interrupt.signal);
        if (interrupt.again === true) setTimeout(() => child.kill(interrupt.signal), 20);
      }
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...said }));
  });
}
