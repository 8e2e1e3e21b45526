import { stripVTControlCharacters } from "node:util";

// Tab and newline are the two control characters that may stay.
const controls = /[\p{Cc}--[\t\n]]/gv;

/** Text from outside with nothing in it that could steer a terminal; newlines and tabs stay. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(controls, "");
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plain(text.replaceAll(/\s+/g, " ")).trim();
}
