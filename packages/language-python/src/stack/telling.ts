import type { ProjectReader } from "@backwright/core";

export interface TellingRequest {
  readonly project: ProjectReader;
  /** The files that may register something. */
  readonly files: readonly string[];
  /** The call that makes an application. */
  readonly makes: RegExp;
  /** What a file says that makes a server listen. */
  readonly listens: RegExp;
}

/**
 * The files that have to be followed to learn which variables hold an application and where a server listens: those that
 * make an application, keep what one of their functions makes, or listen. What the rest registers does not matter to that.
 */
export function tellingFiles({ project, files, makes, listens }: TellingRequest): string[] {
  const texts = files.map((file) => ({ file, text: project.read(file) ?? "" }));
  const factories = texts
    .filter(({ text }) => makes.test(text))
    .flatMap(({ text }) => [...text.matchAll(/^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)/gm)])
    .map((match) => match[1] ?? "");
  const keeps = new RegExp(
    `^[ \\t]*\\w+[ \\t]*(?::[^=\\n]+)?=[ \\t]*(?:\\w+\\.)*(?:${[...new Set(factories), "create_app"].join("|")})[ \\t]*\\(`,
    "m",
  );
  return texts.filter(({ text }) => makes.test(text) || listens.test(text) || keeps.test(text)).map(({ file }) => file);
}
