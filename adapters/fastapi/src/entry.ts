import type { ProjectReader } from "@backwright/core";
import { chooseEntry, writtenStarts } from "@backwright/language-python";
import type { ApplicationReading, Entry, EntryRequest } from "@backwright/language-python";
import { application } from "./application.ts";
import { routerIdOf } from "./routes/router.ts";

/** The variable or factory that a server is started with. */
export function entryOf(project: ProjectReader, dir: string): Entry | null {
  const files = application.files(project, dir);
  const [written = null] = writtenStarts(project, dir).filter(({ program }) => program !== "waitress-serve");
  const variables =
    written === null ? (application.plainVariables(project, dir) ?? variablesOf(application.brief(project, dir))) : [];
  return chooseEntry({ project, dir, written, variables, files, makes: /\bFastAPI\s*\(/ });
}

function variablesOf({ interpreter, builder }: ApplicationReading): EntryRequest["variables"] {
  return interpreter.globals().filter(({ value }) => {
    const id = routerIdOf(value);
    return id !== null && builder.applications.has(id);
  });
}
