import { join, relative } from "node:path";
import type { Command } from "../command.ts";
import * as shared from "../options.ts";
import { UsageError } from "../usage-error.ts";

export const init: Command = {
  words: ["init"],
  summary: "Write a commented task file to start from.",
  arguments: [
    {
      name: "FILE",
      summary: "Where to; default task.yaml in the project's folder.",
      required: false,
      completion: "file",
    },
  ],
  options: [shared.dir, shared.json],
  async run(invocation, context) {
    const { taskTemplate } = await import("@backwright/core");
    const { rmSync, writeFileSync } = await import("node:fs");
    const { requireFolder } = await import("../project-folder.ts");
    await requireFolder(context.dir);
    const file = join(context.dir, invocation.arguments[0] ?? "task.yaml");
    const shown = relative(process.cwd(), file) || file;
    try {
      writeFileSync(file, taskTemplate(), { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") {
        throw new UsageError(
          `${shown} is there already, and is left as it is.`,
          "Name another file: `backwright init FILE`.",
        );
      }
      if ((error as NodeJS.ErrnoException).syscall === "write") rmSync(file, { force: true });
      throw error;
    }
    if (context.json) context.output.document({ file });
    else context.output.result(`Wrote ${shown}. Edit it, then: backwright run ${shown}`);
    return "done";
  },
};
