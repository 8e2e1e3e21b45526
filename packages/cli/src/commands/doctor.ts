import type { Command } from "../command.ts";
import * as shared from "../options.ts";

export const doctor: Command = {
  words: ["doctor"],
  summary: "Say what this machine and this folder offer: tools, containment of processes, adapters.",
  details: ["Ends with exit code 4 where something needed is missing."],
  arguments: [],
  options: [shared.dir, shared.json],
  async run(_invocation, context) {
    const { examine } = await import("../examine.ts");
    const { output } = context;
    const findings = await examine(context);
    const healthy = findings.every((finding) => finding.result !== "missing");
    if (context.json) output.document({ healthy, findings });
    else {
      const symbols = {
        ok: output.paint("green", "✓"),
        limited: output.paint("yellow", "!"),
        missing: output.paint("red", "✗"),
      };
      for (const finding of findings) {
        output.result(`${symbols[finding.result]} ${finding.name.padEnd(22)} ${finding.detail}`);
      }
    }
    return healthy ? "done" : "missing";
  },
};
