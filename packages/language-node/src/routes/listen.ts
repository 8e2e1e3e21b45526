import { unknown } from "../interpret/value.ts";
import type { CallSite, Value } from "../interpret/value.ts";
import type { GraphBuilder } from "./builder.ts";

/** Notes `listen(port, …)` or `listen({ port })`, and runs the callback: some applications register in it. */
export function recordListen(builder: GraphBuilder, site: CallSite): Value {
  const first = site.args[0]?.value() ?? unknown;
  const port = first.kind === "object" ? (first.entries.get("port") ?? unknown) : first;
  const number = port.kind === "text" && /^\d{1,5}$/.test(port.text) ? Number(port.text) : null;
  builder.listens.push({
    file: site.file,
    line: site.line,
    port: number !== null && number <= 65_535 ? number : null,
    env: port.kind === "text" ? port.env : port.kind === "env" ? port.name : null,
  });
  return unknown;
}
