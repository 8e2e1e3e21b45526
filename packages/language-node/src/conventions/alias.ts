import { importsOf } from "../imports.ts";
import { joinPath } from "../manifest.ts";
import { readTsConfig } from "../tsconfig.ts";
import type { Conventions } from "../conventions.ts";
import { note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

/** The alias of tsconfig.json with which the app imports modules of other folders more often than by `../`. */
export function readAlias(reading: Reading): Conventions["alias"] {
  const config = readTsConfig(reading.project, reading.appDir);
  const records = sourcesOf(reading).flatMap((source) =>
    importsOf(source).map(({ specifier, line }) => ({ specifier, line, path: source.path })),
  );
  const upwards = records.filter(({ specifier }) => specifier.startsWith("../")).length;
  for (const [pattern, [target = ""]] of Object.entries(config?.paths ?? {})) {
    const prefix = pattern.slice(0, -1);
    const uses = prefix === "" ? [] : records.filter(({ specifier }) => specifier.startsWith(prefix));
    const [example] = uses;
    if (pattern.endsWith("*") && target.endsWith("*") && example !== undefined && uses.length > upwards) {
      note(reading, { field: "alias", value: pattern, rule: "import" }, example.path, example.line);
      return { prefix, dir: joinPath(reading.appDir, config?.baseUrl ?? ".", target.slice(0, -1)) };
    }
  }
  return null;
}
