import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The environment in which the repository's own Node and tools come first. */
export function toolEnvironment(extra = {}) {
  const path = [join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter);
  return { ...process.env, TURBO_TELEMETRY_DISABLED: "1", PATH: path, ...extra };
}

/** Runs a program to its end; with `capture` its output is kept as well as shown, or only kept with `quiet`. */
export function run(command, { cwd = root, env = toolEnvironment(), quiet = false, capture = quiet } = {}) {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ["ignore", capture ? "pipe" : "inherit", capture ? "pipe" : "inherit"],
    });
    let output = "";
    for (const [stream, own] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (!quiet) own.write(text);
      });
    }
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    const done = () => process.off("SIGINT", forward).off("SIGTERM", forward);
    child.on("error", (error) => (done(), reject(error)));
    child.on("close", (code, signal) => (done(), resolve({ code: code ?? 1, signal, output })));
  });
}

/** As `run`, and an error that names the program when it fails. */
export async function need(command, options) {
  const result = await run(command, options);
  if (result.code !== 0) {
    if (options?.quiet) process.stderr.write(result.output);
    throw new Error(`\`${command.join(" ")}\` ended with ${result.signal ?? `exit code ${result.code}`}`);
  }
  return result;
}

/** The pinned pnpm, which npm fetches; nothing but Node 18 and npm has to be there. */
export function pnpm(args) {
  return ["npx", "-y", manifest.packageManager.split("+")[0], ...args];
}

/** Installs what the lock file says; pnpm's own words are only shown when it fails. */
export async function install() {
  console.log("Installing …");
  const env = { ...process.env, CI: "1" };
  await need(pnpm(["install", "--frozen-lockfile", "--prefer-offline"]), { quiet: true, env });
}

// turbo asks for the package manager's own program, which only stands on PATH below it.
export const buildCommand = pnpm(["exec", "turbo", "run", "build", "--output-logs=errors-only"]);

/** Builds every package; turbo's own words are only shown when it fails. */
export async function build() {
  console.log("Building …");
  await need(buildCommand, { quiet: true });
}

/** Whether the dependencies have been installed at all. */
export function isInstalled() {
  return existsSync(join(root, "node_modules", ".bin", "turbo"));
}

/** Runs a script's main function; what it throws is told in one line and ends with exit code 1. */
export async function main(action) {
  try {
    process.exitCode = await action();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
