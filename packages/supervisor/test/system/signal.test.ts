import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";

import { expect, it, onTestFinished } from "vitest";

import { identify } from "../../src/system/identity.ts";
import { signalProcess } from "../../src/system/signal.ts";

it.each([-1, 0, 1, -4_321, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 22 + 1, process.pid])(
  "refuses the id %d",
  (pid) => {
    expect(() => signalProcess({ pid, start: identify(process.pid)?.start ?? "" }, "SIGKILL")).toThrow(
      "cannot be signalled",
    );
  },
);

it("signals a process whose start time matches, and no other with its id", async () => {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const identity = identify(child.pid ?? 0);
  const start = identity?.start ?? "";

  expect(signalProcess({ pid: child.pid ?? 0, start: String(Number(start) - 1) }, "SIGKILL")).toBe(false);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  expect(signalProcess({ pid: child.pid ?? 0, start }, "SIGTERM")).toBe(true);

  expect(await once(child, "exit")).toEqual([null, "SIGTERM"]);
  expect(signalProcess({ pid: child.pid ?? 0, start }, "SIGTERM")).toBe(false);
});

it("is the only place that signals", () => {
  const source = new URL("../../src/", import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

  const signalling = files.filter((name) =>
    /\bprocess\.kill\(|child\.kill\(|\.kill\(["']SIG/.test(readFileSync(new URL(name, source), "utf8")),
  );

  expect(files.length).toBeGreaterThan(20);
  expect(signalling).toEqual(["system/signal.ts"]);
});
