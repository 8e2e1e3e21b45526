import { systemProgram, trial } from "./programs.ts";

let known: readonly string[] | undefined;

/**
 * Program and arguments before a short command that is too quick for containment and must not outlive this process either;
 * empty where the system cannot tie the two together.
 */
export function tiedToParent(): readonly string[] {
  if (known === undefined) {
    const setpriv = systemProgram("setpriv");
    const prefix = setpriv === null ? [] : [setpriv, "--pdeathsig", "KILL"];
    known = prefix.length > 0 && trial([...prefix, "/bin/true"]) === null ? prefix : [];
  }
  return known;
}
