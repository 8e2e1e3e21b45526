import { envOf, textOf, unknown } from "@backwright/language-go";
import type { CallSite, Value } from "@backwright/language-go";
import type { GraphBuilder } from "./builder.ts";
import { routerOf } from "./natives.ts";

/** Notes `ListenAndServe(address, …)`, `app.Listen(address)`; gin listens on 8080 where it is told nothing. */
export function recordListen(builder: GraphBuilder, site: CallSite, { gin }: { readonly gin: boolean }): Value {
  const [first] = site.args;
  if (first === undefined && gin) {
    builder.listens.push({ file: site.file, line: site.line, port: 8080, env: "PORT", aside: false, router: null });
  } else if (first !== undefined) {
    recordAddress(builder, { address: first.value, handler: site.args[1]?.value }, site);
  }
  return unknown;
}

const besides = /debug|pprof|metrics|prometheus|redirect|health_?check/i;

/** Whether a server only stands beside the application: for metrics, for profiles, to send callers elsewhere. */
function isAside({ node }: CallSite): boolean {
  const owner = node.ancestors().find((above) => /^(function|method)_declaration$/.test(above.kind()));
  return besides.test(`${owner?.field("name")?.text() ?? ""} ${node.text().slice(0, 300)}`);
}

interface Served {
  /** `:8080`, `localhost:8080` or a bare number. */
  readonly address: Value;
  /** What answers there, where the call names it. */
  readonly handler?: Value | undefined;
}

/** Notes where a server listens, and which router answers. */
export function recordAddress(builder: GraphBuilder, { address, handler }: Served, site: CallSite): void {
  const number = /(?:^|:)(\d{2,5})$/.exec(textOf(address) ?? "")?.[1];
  const port = number === undefined ? null : Number(number);
  builder.listens.push({
    file: site.file,
    line: site.line,
    aside: isAside(site),
    port: port !== null && port > 0 && port <= 65_535 ? port : null,
    env: envOf(address),
    router: routerOf(handler)?.router.id ?? null,
  });
}
