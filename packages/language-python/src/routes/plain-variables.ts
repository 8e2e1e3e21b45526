/** A file with its text. */
export interface Text {
  readonly file: string;
  readonly text: string;
}

export interface PlainVariable {
  readonly file: string;
  readonly name: string;
}

const assigned = /^(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)*$/;

/**
 * The variables at the top of modules that an application is made into, where the texts make none in any other way; `null`
 * where only following the code tells.
 */
export function plainVariables(texts: readonly Text[], makes: RegExp): PlainVariable[] | null {
  const every = new RegExp(makes.source, `${makes.flags.replace("g", "")}g`);
  const found: PlainVariable[] = [];
  for (const { file, text } of texts) {
    for (const { index } of text.matchAll(every)) {
      const name = assigned.exec(text.slice(text.lastIndexOf("\n", index - 1) + 1, index))?.[1];
      if (name === undefined) {
        return null;
      }
      found.push({ file, name });
    }
  }
  return found.length === 0 ? null : found;
}
