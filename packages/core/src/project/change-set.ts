/** A file as it shall be. Nothing is written by whoever returns it: the engine applies and records. */
export interface FileChange {
  /** Relative to the application's repository root. */
  readonly path: string;
  readonly content: string;
  /**
   * `generated`: stands in a file of its own, recorded by hash; a hand edit is kept and reported as a conflict.
   * `edit`: a change in a file of the user's, computed from the text that was there.
   */
  readonly kind: "generated" | "edit";
}

/** What an implementer wants changed. */
export interface ChangeSet {
  readonly files: readonly FileChange[];
  /** Files that a command rewrites from these, like a lock file; when the change is undone they are put back too. */
  readonly derived: readonly string[];
  /** What whoever merges this should know: assumptions, workarounds, debt. */
  readonly notes: {
    readonly assumptions: readonly string[];
    readonly technicalDebt: readonly string[];
    readonly futureWork: readonly string[];
  };
}
