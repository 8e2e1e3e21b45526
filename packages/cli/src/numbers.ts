import type { Invocation } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** The value of an option as a whole number, `null` where it was not given. Throws `UsageError`. */
export function wholeNumber(invocation: Invocation, name: string): number | null {
  const text = invocation.value(name);
  if (text === null) return null;
  if (!/^\d{1,6}$/.test(text)) {
    throw new UsageError(`--${name} has to be a whole number, and \`${text}\` is none.`, `Write it as in --${name} 1.`);
  }
  return Number(text);
}
