/** Comments, texts and regular expressions of JavaScript, the latter where no division can stand. */
const notCode =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|(?<=[(,=:[!&|?{};]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/*\\\n[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\//g;

const anyLetter = /[^\n]/g;

/** Code as it was written, and of the same length without anything in which a bracket or a comma means nothing. */
export interface MaskedText {
  readonly text: string;
  /** Comments are blanks, what stands between quotes is dots. */
  readonly mask: string;
}

/** Makes brackets and commas of code findable without parsing it. A template within a template is not told apart. */
export function maskedText(text: string): MaskedText {
  const mask = text.replace(notCode, (found) =>
    found.startsWith("//") || found.startsWith("/*")
      ? found.replace(anyLetter, " ")
      : `${found[0] ?? ""}${".".repeat(found.length - 2)}${found.at(-1) ?? ""}`,
  );
  return { text, mask };
}

/** Where the bracket at `open` is closed; -1 where it is not. */
export function closingOf({ mask }: MaskedText, open: number): number {
  bracket.lastIndex = open;
  let depth = 0;
  for (let found = bracket.exec(mask); found !== null; found = bracket.exec(mask)) {
    depth += "([{".includes(found[0]) ? 1 : -1;
    if (depth === 0) {
      return found.index;
    }
  }
  return -1;
}

const bracket = /[()[\]{}]/g;
const bracketOrComma = /[()[\]{},]/g;

/** What stands between the commas of a part, in which brackets are closed, as offsets; parts that are blank are left out. */
export function splitAtCommas({ mask }: MaskedText, start: number, end: number): [number, number][] {
  const parts: [number, number][] = [];
  let depth = 0;
  let from = start;
  function close(to: number): void {
    if (mask.slice(from, to).trim() !== "") parts.push([from, to]);
    from = to + 1;
  }
  bracketOrComma.lastIndex = start;
  for (let found = bracketOrComma.exec(mask); found !== null && found.index < end; found = bracketOrComma.exec(mask)) {
    if (found[0] !== ",") depth += "([{".includes(found[0]) ? 1 : -1;
    else if (depth === 0) close(found.index);
  }
  close(end);
  return parts;
}
