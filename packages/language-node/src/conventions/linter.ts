import { joinPath } from "../manifest.ts";
import type { LinterPractice } from "../conventions.ts";
import { note } from "./reading.ts";
import type { Reading } from "./reading.ts";

const files = [".eslintrc.js", ".eslintrc.cjs", ".eslintrc.json", ".eslintrc"];

/** What Airbnb's rules ask for, where the app's ESLint builds on them; `null` for any other linter. */
export function readLinter(reading: Reading): LinterPractice | null {
  const path = files.map((name) => joinPath(reading.appDir, name)).find((name) => reading.project.has(name));
  const text = path === undefined ? null : reading.project.read(path);
  if (path === undefined || text === null || !/["'](?:eslint-config-)?airbnb(?:-base|-typescript)?/.test(text)) {
    return null;
  }
  note(reading, { field: "linter", value: "airbnb", rule: "configuration" }, path, 1);
  const typed = /airbnb-typescript/.test(text);
  const version = Number(/ecmaVersion["']?\s*:\s*(\d+)/.exec(text)?.[1] ?? 2018);
  const isOld = !typed && !/\bparser["']?\s*:/.test(text) && (version < 11 || (version > 2014 && version < 2020));
  return { definesFirst: true, prefersDefault: true, oldSyntax: isOld && !/ecmaVersion/.test(text) ? path : null };
}
