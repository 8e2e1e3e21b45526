import type { ProjectReader } from "@backwright/core";
import { applicationFiles } from "../files.ts";
import { importsOf, plainImport } from "../packages.ts";

/** What programs with several commands call the one that serves. */
export const serverWords: RegExp =
  /^(?:app:)?(serve[rd]?|start|run|api|web|http|rest|listen|daemon|serve-?(?:http|api)|start-?server|run-?server|httpd?|apiserver)$/i;

const libraries = new Set(["github.com/spf13/cobra", "github.com/urfave/cli"]);
const taggedLibraries = new Set(["github.com/jessevdk/go-flags", "github.com/alecthomas/kong"]);

interface Described {
  readonly name: string;
  readonly runs: boolean;
  /** Whether the other commands are below it. */
  readonly root: boolean;
  /** The command written inside of it that serves: `server run`. */
  readonly below: string | null;
}

/** The command of a program that serves, where the program does nothing without one; `null` elsewhere. */
export function serverCommand(project: ProjectReader, dir: string): string | null {
  const texts = textsUsing(project, dir, libraries);
  const tagged = taggedCommand(textsUsing(project, dir, taggedLibraries));
  if (tagged !== null) {
    return tagged;
  }
  const all = texts.flatMap((text) => commandsIn(text));
  if (texts.some((text) => /\bDefaultCommand\s*[:=]/.test(text))) {
    return null;
  }
  const serving =
    all.find(({ name, runs, root }) => runs && !root && serverWords.test(name)) ??
    all.find(({ name, below }) => below !== null && serverWords.test(name));
  return serving === undefined || all.some(({ runs, root }) => runs && root)
    ? null
    : `${serving.name} ${(serving.runs ? null : serving.below) ?? ""}`.trim();
}

function textsUsing(project: ProjectReader, dir: string, packages: ReadonlySet<string>): string[] {
  return applicationFiles(project, dir)
    .filter((file) => importsOf(project, file).some(({ path }) => packages.has(plainImport(path))))
    .map((file) => project.read(file) ?? "");
}

/** A command that the tag of a field makes: `command:"server"`, or `cmd:""` for the field's own name. */
function taggedCommand(texts: readonly string[]): string | null {
  if (texts.some((text) => /\bSubcommandsOptional\s*=\s*true|`[^`\n]*\bcmd:"[^`\n]*\bdefault:"/.test(text))) {
    return null;
  }
  const tags = texts.flatMap((text) => [
    ...text.matchAll(/^[ \t]*(\w+)[ \t]+[\w.*{} ]+[ \t]+`[^`\n]*\b(?:command:"([\w-]+)"|cmd:"")/gm),
  ]);
  const names = tags.map((match) => match[2] ?? (match[1] ?? "").toLowerCase());
  return names.find((name) => serverWords.test(name)) ?? null;
}

function commandsIn(text: string): Described[] {
  return [...text.matchAll(/\b(?:(\w+)\s*:?=\s*&?)?(?:cobra\.Command|cli\.(?:Command|App))\{/g)].map((match) => {
    const { body, whole } = topLevel(text, match.index + match[0].length);
    return {
      name: /\b(?:Use|Name)\s*:\s*"([\w-]+)/.exec(body)?.[1] ?? "",
      runs: /\b(?:RunE?|Action)\s*:/.test(body) && !onlyHelps.test(whole),
      root: match[0].endsWith("cli.App{") || isRoot(text, match[1] ?? ""),
      below: servingInside(whole),
    };
  });
}

function servingInside(whole: string): string | null {
  const inside = /\b(?:Commands|Subcommands)\s*:\s*\[\]\*?cli\.Command\{([\s\S]*)/.exec(whole)?.[1] ?? "";
  const names = [...inside.matchAll(/\{\s*Name:\s*"([\w-]+)"[^{}]{0,300}?\bAction\s*:/g)].map(
    (match) => match[1] ?? "",
  );
  return names.find((name) => serverWords.test(name)) ?? null;
}

/** Whether a command is named as the one above all, or may be it and has others below it. */
function isRoot(text: string, name: string): boolean {
  const below = name !== "" && text.includes(`${name}.AddCommand(`);
  return /root|^app$/i.test(name) || (/^cmd$/i.test(name) && below);
}

const onlyHelps = /\bRunE?\s*:\s*func\([^{]*\{\s*(?:return |_ = |(?:if )?\w+ :?= )?\w+\.(?:Help|Usage)\(\)/;

/** The text of a composite literal, once without what stands in braces inside it. */
function topLevel(text: string, start: number): { body: string; whole: string } {
  let depth = 0;
  let found = "";
  let index = start;
  for (; index < text.length && index < start + 20_000; index++) {
    const char = text[index] ?? "";
    if (char === "}" && depth === 0) {
      break;
    }
    depth += char === "{" ? 1 : char === "}" ? -1 : 0;
    found += depth === 0 ? char : "";
  }
  return { body: found, whole: text.slice(start, index) };
}
