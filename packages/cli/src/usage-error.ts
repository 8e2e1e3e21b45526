/** The command line itself is wrong. Handled like the core's input errors, without loading the core to say so. */
export class UsageError extends Error {
  readonly code = "INPUT_INVALID";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "UsageError";
    this.hint = hint;
  }
}
