import type { ProjectReader } from "@backwright/core";

/**
 * What a text must hold, one of several words or a plain pattern, for a longer pattern to be worth trying. Words that begin
 * with a rare letter are found fastest.
 */
export type Needs = RegExp | readonly string[];

export function holds(text: string, needs: Needs): boolean {
  return needs instanceof RegExp ? needs.test(text) : needs.some((need) => text.includes(need));
}

export interface FileText {
  readonly file: string;
  readonly text: string;
}

/** Gives those of the files that hold what is needed, or all; the same need is looked for once. */
export function textsOf(
  project: ProjectReader,
  files: readonly string[],
): (needs: Needs | undefined) => readonly FileText[] {
  const texts = files.map((file) => ({ file, text: project.read(file) ?? "" }));
  const known = new Map<Needs, readonly FileText[]>();
  return (needs) => {
    if (needs === undefined) {
      return texts;
    }
    const found = known.get(needs) ?? texts.filter(({ text }) => holds(text, needs));
    known.set(needs, found);
    return found;
  };
}
