import { importsOf } from "../imports.ts";
import { joinPath } from "../manifest.ts";
import { readTsConfig } from "../tsconfig.ts";
import type { Conventions } from "../conventions.ts";
import { note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

type ModulePractice = Pick<Conventions, "language" | "modules" | "importEnding">;

/** Language, module system and the ending of relative imports, by what most files do. */
export function readModules(reading: Reading): ModulePractice {
  const typed = reading.files.filter((path) => /\.[cm]?tsx?$/.test(path)).length;
  const language = typed * 2 > reading.files.length || (typed > 0 && hasTsConfig(reading)) ? "ts" : "js";
  const records = sourcesOf(reading).flatMap((source) =>
    importsOf(source).map((record) => ({ ...record, path: source.path })),
  );
  const required = records.filter((record) => record.kind === "require").length;
  const imported = records.filter((record) => record.kind === "import").length;
  const modules =
    required === imported ? reading.manifest.moduleSystem : required > imported && language === "js" ? "cjs" : "esm";
  const relative = records.filter(({ specifier }) => /^\.\.?\/.*[^/]$/.test(specifier));
  const endings = { ".ts": 0, ".js": 0, "": 0 };
  for (const { specifier } of relative) {
    endings[/\.[cm]?tsx?$/.test(specifier) ? ".ts" : /\.[cm]?jsx?$/.test(specifier) ? ".js" : ""] += 1;
  }
  const importEnding = relative.length === 0 ? standardEnding(reading, language, modules) : most(endings);
  const example = relative.find(({ specifier }) => specifier.endsWith(importEnding));
  if (example !== undefined) {
    note(reading, { field: "importEnding", value: importEnding, rule: "import" }, example.path, example.line);
  }
  return { language, modules, importEnding };
}

function most(endings: Record<".ts" | ".js" | "", number>): ".ts" | ".js" | "" {
  const [best] = ([".ts", ".js", ""] as const).toSorted((a, b) => endings[b] - endings[a]);
  return best ?? "";
}

function standardEnding(reading: Reading, language: "ts" | "js", modules: "esm" | "cjs"): ".ts" | ".js" | "" {
  if (language === "js") {
    return modules === "esm" ? ".js" : "";
  }
  const config = readTsConfig(reading.project, reading.appDir);
  return config?.tsExtensions === true ? ".ts" : /^node(16|18|20|next)$/.test(config?.module ?? "") ? ".js" : "";
}

function hasTsConfig(reading: Reading): boolean {
  return reading.project.has(joinPath(reading.appDir, "tsconfig.json"));
}
