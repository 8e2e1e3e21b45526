import { connect } from "node:net";

import { onTestFinished } from "vitest";

import { living } from "./living.ts";

let count = 0;

/** A number that no other process has among its arguments, and that `sleep` takes for a time. */
export function makeMark(): string {
  count += 1;
  const mark = `${7_000 + count}.${process.pid}${Date.now() % 100_000}`;
  onTestFinished(() => {
    for (const { pid } of living(mark)) {
      process.kill(pid, "SIGKILL");
    }
  });
  return mark;
}

/** Looks until the condition holds, at most `ms`; returns how long it took. Throws when it never held. */
export async function eventually(condition: () => boolean | Promise<boolean>, ms: number): Promise<number> {
  const began = performance.now();
  while (!(await condition())) {
    if (performance.now() - began > ms) {
      throw new Error(`Not so within ${ms} ms.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - began;
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
