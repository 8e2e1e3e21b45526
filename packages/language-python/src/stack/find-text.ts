import type { ProjectReader } from "@backwright/core";
import { lineAt } from "../syntax.ts";
import { mentions } from "../vocabulary.ts";

export interface TextSearch {
  readonly project: ProjectReader;
  readonly files: readonly string[];
}

/** The first line of the application's code or settings that fits; comments do not count. Every text that fits has one of the words. */
export function findText(
  { project, files }: TextSearch,
  pattern: RegExp,
  words?: readonly string[],
): { file: string; line: number } | null {
  for (const file of files) {
    const text = mentions(project, file, words) ? (project.read(file) ?? "") : "";
    const match = text === "" ? null : pattern.exec(text);
    if (match !== null && !/^\s*#/.test(text.slice(text.lastIndexOf("\n", match.index) + 1))) {
      return { file, line: lineAt(text, match.index) };
    }
  }
  return null;
}
