import type { ProjectReader } from "@backwright/core";
import { joinPath } from "../app-files.ts";
import { lineAt } from "../syntax.ts";
import type { Script } from "./scripts.ts";

const task = /^@(?:invoke\.)?task\b[^\n]*(?:\n[ \t][^\n]*|\n\))*\n(?:@[^\n]*\n)*def (\w+)\(/gm;

/** The tasks of Invoke in a folder's `tasks.py`, under the names that they are called by. */
export function readInvokeTasks(project: ProjectReader, dir: string): Script[] {
  const path = joinPath(dir, "tasks.py");
  const text = project.read(path) ?? "";
  if (!/^(?:from invoke(?:\.\w+)* import|import invoke\b)/m.test(text)) {
    return [];
  }
  return [...text.matchAll(task)].map((match): Script => {
    const start = match.index + match[0].length;
    const body = /^[^\n]*\n(?:[ \t][^\n]*\n|\n)*/.exec(`${text.slice(start)}\n`)?.[0] ?? "";
    const texts = [...body.matchAll(/["']([^"'\n]+)["']/g)].map(([, said = ""]) => said);
    return {
      name: (match[1] ?? "").replaceAll("_", "-"),
      program: "invoke",
      whole: texts.join("\n"),
      file: path,
      line: lineAt(text, start),
      dir,
    };
  });
}
