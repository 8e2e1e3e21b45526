import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { applicationSources } from "../app-files.ts";
import { hasOne } from "../text/words.ts";
import { createBriefReader } from "./brief.ts";
import type { BriefOptions } from "./brief.ts";
import type { ListenCall } from "./builder.ts";
import type { PlainVariable } from "./plain-variables.ts";
import { createReader } from "./read.ts";
import type { ApplicationReading, ReaderOptions } from "./read.ts";

/** What a framework's applications look like in text, and what its exports mean. */
export interface ApplicationSigns extends ReaderOptions, BriefOptions {
  /** Where a server is made to listen, where the texts of these files alone tell; `null` where only following them does. */
  plainListens?(project: ProjectReader, dir: string, files: readonly string[]): readonly ListenCall[] | null;
  /** What a file that may register something says. */
  readonly mentions: RegExp;
  /** What is called to make an application or a router, without the module that it stands in. */
  readonly routers: RegExp;
  /** Their decorators that register a route. */
  readonly decorators: readonly string[];
}

/** Answers about the application in a folder of a project; each file is followed once for each. */
export interface ApplicationReader {
  /** The files that may register something, those that make an application first. */
  files(project: ProjectReader, dir: string): readonly string[];
  /** All that following the application finds. */
  whole(project: ProjectReader, dir: string): ApplicationReading;
  /** The applications and where they listen; of the routes only what is met on the way. */
  brief(project: ProjectReader, dir: string): ApplicationReading;
  /** The variables that hold an application, where the texts alone tell; `null` where only `brief` does. */
  plainVariables(project: ProjectReader, dir: string): readonly PlainVariable[] | null;
  /** Where a server is made to listen; followed only where a text says that one is. */
  listens(project: ProjectReader, dir: string): readonly ListenCall[];
  /** Whether it has routes; followed only where no file says so at once. */
  hasRoutes(project: ProjectReader, dir: string): boolean;
}

/** Reads applications that are made by a call in code. */
export function createApplicationReader(signs: ApplicationSigns): ApplicationReader {
  const follow = createReader(signs);
  const decorated = new RegExp(`^@(\\w+)\\.(?:${signs.decorators.join("|")})\\(\\s*["']`, "gm");
  const made = new RegExp(`^(\\w+)\\s*(?::[^=\\n]+)?=\\s*(?:\\w+\\.)*${signs.routers.source}\\(`, "gm");

  const files = rememberByKey((project, dir): readonly string[] => {
    const found = applicationSources(project, dir).filter((path) => signs.mentions.test(project.read(path) ?? ""));
    const makers = new Set(
      found.filter((path) => {
        const text = project.read(path) ?? "";
        return hasOne(text, signs.words) && signs.makes.test(text);
      }),
    );
    return [...makers, ...found.filter((path) => !makers.has(path))];
  });
  const briefly = createBriefReader(signs, files);

  function whole(project: ProjectReader, dir: string): ApplicationReading {
    return follow(project, files(project, dir));
  }

  /** Whether a text registers a route with a router that one of the texts makes. */
  function registered(texts: readonly string[]): boolean {
    const names = new Set(texts.flatMap((text) => [...text.matchAll(made)].map((match) => match[1] ?? "")));
    return texts.some((text) => [...text.matchAll(decorated)].some((match) => names.has(match[1] ?? "")));
  }

  function brief(project: ProjectReader, dir: string): ApplicationReading {
    return briefly.applications(project, dir) ?? whole(project, dir);
  }

  return {
    files,
    whole,
    brief,
    plainVariables: briefly.variables,
    listens: rememberByKey((project, dir) => {
      const serving = files(project, dir).filter((path) => signs.serves(project.read(path) ?? ""));
      return serving.length === 0
        ? []
        : (signs.plainListens?.(project, dir, serving) ??
            (briefly.listening(project, dir) ?? brief(project, dir)).builder.listens);
    }),
    hasRoutes: (project, dir) =>
      registered(files(project, dir).map((path) => project.read(path) ?? "")) ||
      whole(project, dir).builder.hasRoutes(),
  };
}
