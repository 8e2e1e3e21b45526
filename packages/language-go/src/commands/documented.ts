import type { Command, ProjectReader } from "@backwright/core";
import { dirOf, joinPath } from "../paths.ts";
import { serverCommand, serverWords } from "./subcommand.ts";

const line = /(?:^\s*(?:[$➜>%]\s*)?|`)go run ([\w./*-]+)((?: [a-z][\w:-]*)*)\s*(?:`|#.*$|$)/g;

interface Said {
  readonly argv: Command["argv"];
  readonly source: string;
}

/** How the documents beside a program say that it is started; `null` where they do not, or speak of another program. */
export function documentedStart(project: ProjectReader, dir: string, entry: string): Command | null {
  const documents = project
    .list()
    .filter((path) => dirOf(path) === dir || dirOf(path) === joinPath(dir, "docs"))
    .filter((path) => /(^|\/)(README|CONTRIBUTING|DEVELOPMENT|docs\/[\w-]+)(\.\w+)?$/i.test(path))
    .sort((a, b) => a.split("/").length - b.split("/").length || Number(isReadme(b)) - Number(isReadme(a)));
  const said = documents.flatMap((path) => {
    const text = project.read(path) ?? "";
    const lines = text.includes("go run ") ? text.split(/\r?\n/) : [];
    return lines.flatMap((own, index) =>
      [...own.matchAll(line)].flatMap(([, target = "", rest = ""]): Said[] => {
        const argv: Command["argv"] = ["go", "run", target, ...rest.split(" ").filter((word) => word !== "")];
        return names(target, dir, entry) ? [{ argv, source: `${path}:${index + 1}` }] : [];
      }),
    );
  });
  const chosen =
    said.find(({ argv }) => argv.length > 3 && serverWords.test(argv[3] ?? "")) ??
    said.find(({ argv }) => argv.length === 3);
  // Documents may leave out what a program does nothing without.
  const serving = chosen?.argv.length === 3 ? (serverCommand(project, dir)?.split(" ") ?? []) : [];
  return chosen === undefined ? null : { argv: [...chosen.argv, ...serving], cwd: dir, env: {}, source: chosen.source };
}

function isReadme(path: string): boolean {
  return /(^|\/)README/i.test(path);
}

/** Whether the argument of `go run` is a program's file or folder. */
function names(target: string, dir: string, entry: string): boolean {
  const plain = target.replace(/^\.\//, "").replace(/\/$/, "");
  const path = plain === "" || plain === "." ? dir : joinPath(dir, plain);
  return path === entry || path === dirOf(entry) || (plain.endsWith("*.go") && dirOf(path) === dirOf(entry));
}
