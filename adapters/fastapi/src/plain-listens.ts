import { applicationSources, argumentsIn, closing, lineAt, stringOf } from "@backwright/language-python";
import type { ListenCall } from "@backwright/language-python";
import type { ProjectReader } from "@backwright/core";

const run = /(?<=\buvicorn\.)run\s*\(/g;
const otherwise = /\buvicorn\.(?:Server|Config)\b|\bfrom uvicorn import\b|\bGranian\b/;

/** Where `uvicorn.run` is called with a port that is written there, or that one setting has; `null` for anything else. */
export function plainListens(project: ProjectReader, dir: string, files: readonly string[]): ListenCall[] | null {
  const listens: ListenCall[] = [];
  for (const file of files) {
    const text = project.read(file) ?? "";
    if (otherwise.test(text)) {
      return null;
    }
    for (const { 0: call, index } of text.matchAll(run)) {
      const open = index + call.length - 1;
      const end = closing(text, open);
      const args = end === null ? null : argumentsIn(text.slice(open + 1, end).trim());
      const port = args === null || !isCode(text, index) ? null : portOf(project, dir, args);
      if (args === null || port === null) {
        return null;
      }
      const target = args.find(({ name }, at) => name === "app" || (name === null && at === 0));
      const line = lineAt(text, index);
      listens.push({ file, line, port, env: null, target: target === undefined ? null : stringOf(target.value) });
    }
  }
  return listens.length === 0 ? null : listens;
}

/** False in a comment, and in a text of several lines. */
function isCode(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const quotes = before.match(/"""|'''/g)?.length ?? 0;
  return quotes % 2 === 0 && !before.slice(before.lastIndexOf("\n") + 1).includes("#");
}

function portOf(project: ProjectReader, dir: string, args: ReturnType<typeof argumentsIn>): number | null {
  if (args.some(({ splat }) => splat)) {
    return null;
  }
  const port = args.find(({ name }) => name === "port")?.value;
  if (port === undefined) {
    return 8000;
  }
  const setting = /^(?:\w+\.)+(\w+)$/.exec(port)?.[1];
  return /^\d{2,5}$/.test(port) ? Number(port) : setting === undefined ? null : settingOf(project, dir, setting);
}

/** The number that the only annotated field of a name has, as classes of settings write it. */
function settingOf(project: ProjectReader, dir: string, name: string): number | null {
  const pattern = new RegExp(`^[ \\t]+${name}[ \\t]*:[^=\\n]+=[ \\t]*(.*)$`, "gm");
  const found = applicationSources(project, dir).flatMap((file) => {
    const text = project.read(file) ?? "";
    return text.includes(name) ? [...text.matchAll(pattern)].map((match) => match[1] ?? "") : [];
  });
  const [only = ""] = found;
  return found.length === 1 && /^\d{2,5}[ \t]*(?:#.*)?$/.test(only) ? Number.parseInt(only, 10) : null;
}
