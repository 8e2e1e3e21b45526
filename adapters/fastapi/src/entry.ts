import type { ProjectReader } from "@backwright/core";
import { chooseEntry, writtenStarts } from "@backwright/language-python";
import type { Entry } from "@backwright/language-python";
import { applicationFiles } from "./files.ts";
import { readApplication } from "./routes/read.ts";
import { routerIdOf } from "./routes/router.ts";

/** The variable or factory that a server is started with. */
export function entryOf(project: ProjectReader, dir: string): Entry | null {
  const files = applicationFiles(project, dir);
  const { interpreter, builder } = readApplication(project, files);
  const variables = interpreter.globals().filter(({ value }) => {
    const id = routerIdOf(value);
    return id !== null && builder.applications.has(id);
  });
  const [written = null] = writtenStarts(project, dir).filter(({ program }) => program !== "waitress-serve");
  return chooseEntry({ project, dir, written, variables, files, makes: /\bFastAPI\s*\(/ });
}
