import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { callsIn, lineOf, nodesOf, objectEntries, stringValue } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import { defineRule } from "./rule.ts";

export const openCors: SecurityRule = defineRule({
  id: "open-cors",
  title: "Requests with credentials are not allowed from everywhere",
  examples: {
    bad: [
      "app.use(cors({ origin: true, credentials: true }));",
      'const options = { origin: "*", credentials: true };\napp.use(cors(options));',
      "app.use(cors({ credentials: true, origin: (origin, callback) => callback(null, true) }));",
      'res.setHeader("Access-Control-Allow-Origin", req.headers.origin);\nres.setHeader("Access-Control-Allow-Credentials", "true");',
    ],
    good: [
      'app.use(cors({ origin: "https://app.example.com", credentials: true }));',
      'app.use(cors({ origin: "*" }));',
      "app.use(cors({ origin: config.origins, credentials: true }));",
      "app.use(cors({ credentials: true, origin: (origin, callback) => callback(null, allowed.has(origin)) }));",
      "app.use(cors());",
    ],
  },
  mayConcern: /credentials/i,
  findIn: (source) => [...optionObjects(source), ...headers(source)],
});

function optionObjects(source: SourceFile): SecurityFinding[] {
  return nodesOf(source.root, "object").flatMap((node) => {
    const entries = objectEntries(node);
    const origin = entries.get("origin");
    return origin !== undefined && entries.get("credentials")?.text() === "true" && allowsAll(origin)
      ? [{ line: lineOf(node), message: "Any origin may send requests with credentials." }]
      : [];
  });
}

function allowsAll(origin: SyntaxNode): boolean {
  if (origin.kind() === "true" || stringValue(origin) === "*") {
    return true;
  }
  const isFunction = origin.kind() === "arrow_function" || origin.kind() === "function_expression";
  return (
    isFunction &&
    /\(\s*null\s*,\s*true\s*\)/.test(origin.text()) &&
    !/\bif\b|\?|\bincludes\b|\bhas\b|\btest\(|&&|\|\|/.test(origin.text())
  );
}

/** The caller's own origin sent back, beside the header that allows credentials. */
function headers(source: SourceFile): SecurityFinding[] {
  const set = callsIn(source.root).filter((call) => /^(setHeader|header|set|append)$/.test(call.method ?? ""));
  function named(name: string): typeof set {
    return set.filter((call) => stringValue(call.args[0] ?? null)?.toLowerCase() === name);
  }
  const credentials = named("access-control-allow-credentials").length > 0;
  return named("access-control-allow-origin")
    .filter(
      (call) =>
        credentials &&
        /^\w+\.(headers\.origin|headers\[["']origin["']\]|(get|header)\(["']origin["']\))$/i.test(
          call.args[1]?.text() ?? "",
        ),
    )
    .map((call) => ({ line: lineOf(call.node), message: "Any origin is sent back as allowed, with credentials." }));
}
