/** A read-only view of the user's files. Adapters see a project through this and nothing else. */
export interface ProjectReader {
  /** Every file that git tracks or would track, relative, with `/`, sorted; without `.orchestrator/`. */
  list(): readonly string[];
  /** The text of a file; `null` where there is none, or where it is not text, or is larger than 2 MiB. */
  read(path: string): string | null;
  has(path: string): boolean;
}
