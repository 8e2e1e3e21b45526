import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const packages = ["gunicorn==27.0.1", "setproctitle==1.3.8"];

/** A gunicorn of our own, which renames its workers; it needs python3 and the package registry. */
export function installGunicorn() {
  const folder = mkdtempSync(join(tmpdir(), "faults-python-"));
  const options = { stdio: ["ignore", "ignore", "pipe"], timeout: 180_000 };
  execFileSync("python3", ["-m", "venv", folder], options);
  const quiet = ["--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
  execFileSync(join(folder, "bin/pip"), ["install", ...quiet, ...packages], options);
  return {
    program: join(folder, "bin/gunicorn"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
