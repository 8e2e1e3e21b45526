import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

/** A folder of this test's own, removed after it. */
export function makeWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), "supervisor-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

export const env: Readonly<Record<string, string>> = { PATH: process.env["PATH"] ?? "" };
