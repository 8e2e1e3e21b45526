import { stripVTControlCharacters } from "node:util";

/** Text from outside with nothing in it that could steer a terminal; newlines and tabs stay. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plain(text.replaceAll(/\s+/g, " ")).trim();
}
