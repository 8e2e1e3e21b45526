import type { ProjectReader } from "@backwright/core";
import { readManifest, readTsConfig, setInJson } from "@backwright/language-node";
import type { ExistingApp } from "./existing-surroundings.ts";

const neededYear = 2023;

interface ConfigEdit {
  readonly path: string;
  readonly text: string;
}

/** Lets a compiler know the types of the library that every supported Node.js has; `null` where it does. */
export function knownLibrary(project: ProjectReader, { appDir, language }: ExistingApp): ConfigEdit | null {
  const config = language === "ts" ? readTsConfig(project, appDir) : null;
  const major = Number(
    /\d+/.exec(readManifest(project, appDir)?.dependencies.get("typescript")?.range ?? "")?.[0] ?? 5,
  );
  const text = config === null ? "" : (project.read(config.path) ?? "");
  // Later compilers know all of it by default, and what a package says that is extended is not known.
  if (
    config === null ||
    /"extends"\s*:\s*(?:\[\s*)?"(?!\.)/.test(text) ||
    (config.lib === null && config.target === null && major > 5)
  ) {
    return null;
  }
  const known = config.lib ?? [config.target ?? "es5"];
  if (Math.max(...known.map(yearOf)) >= neededYear) {
    return null;
  }
  // Without a list, a browser's types are among those that the target brings.
  const others = config.lib?.filter((name) => yearOf(name) === 0) ?? ["dom"];
  const lib = [major < 5 ? "esnext" : `es${neededYear}`, ...others];
  const edited = setInJson(text, ["compilerOptions", "lib"], lib);
  // On one line, as formatters have short lists.
  const list = `[${lib.map((name) => JSON.stringify(name)).join(", ")}]`;
  return { path: config.path, text: edited.replace(/("lib":\s*)\[[^\]]*\]/, `$1${list}`) };
}

/** 2017 for `es2017`, 2015 for `es6`; 0 for what is no version, like `dom` or `es2020.string`. */
function yearOf(name: string): number {
  const [, version] = /^es(next|\d+)$/.exec(name) ?? [];
  return version === "next"
    ? 9999
    : version === undefined
      ? 0
      : Number(version) < 2015
        ? Number(version) + 2009
        : Number(version);
}
