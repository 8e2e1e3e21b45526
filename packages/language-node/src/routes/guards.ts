import { expressionName } from "../expression-name.ts";
import { unknown } from "../interpret/value.ts";
import type { Argument, Value } from "../interpret/value.ts";
import type { SyntaxNode } from "../syntax.ts";

/** Middleware that every server has and that keeps nobody out. */
const plumbing = new Set([
  "express",
  "body-parser",
  "cookie-parser",
  "cors",
  "helmet",
  "compression",
  "morgan",
  "method-override",
  "serve-static",
  "serve-favicon",
  "response-time",
  "pino-http",
  "express-pino-logger",
  "express-winston",
  "express-fileupload",
  "multer",
  "swagger-ui-express",
  "connect-timeout",
  "i18next-http-middleware",
  "express-status-monitor",
  "express-mongo-sanitize",
  "xss-clean",
  "hpp",
  "errorhandler",
  "express-validation",
  "express-validator",
  "celebrate",
  "connect-flash",
  "express-useragent",
  "request-ip",
  "nocache",
]);

const signsIn =
  /auth|jwt|passport|protect|logged|login|signed|session|token|bearer|role|permi|admin|guard|acl|secure|restrict|require_?user|current_?user|identity|keycloak|oidc|clerk|api_?key/i;
const letsAnyonePass =
  /optional|maybe|soft|anonymous|guest|limit|csrf|initialize|local\b|google|facebook|github|twitter|deserialize|validat|schema|error|logg(er|ing)|refresh|generate|create|issue|update|attach|populate|challenge|^(set|load|parse|extract|decode)/i;

/** Whether a guard of this name lets only callers pass who are known. */
export function authenticates(name: string): boolean {
  return signsIn.test(name) && !letsAnyonePass.test(name);
}

/** The names of the functions before a handler; inline functions and plumbing have none. */
export function guardNames(args: readonly Argument[]): string[] {
  return args.flatMap((argument) => {
    const value = argument.value();
    if (value.kind === "list" && value.nodes !== undefined) {
      return nodeNames(value.nodes, value.items);
    }
    const node = argument.node.kind() === "spread_element" ? argument.node.children().at(-1) : argument.node;
    return isPlumbing(value) || node === undefined ? [] : nameOf(node);
  });
}

/** The elements of a handler that is a list, however it is written; `null` for any other. */
export function listed(argument: Argument): { nodes: readonly SyntaxNode[]; items: readonly Value[] } | null {
  const kind = argument.node.kind();
  if (kind !== "array" && kind !== "identifier" && kind !== "member_expression") {
    return null;
  }
  const value = argument.value();
  return value.kind === "list" && value.nodes !== undefined && value.nodes.length > 0
    ? { nodes: value.nodes, items: value.items }
    : null;
}

/** Names of elements that stand before a handler. */
export function nodeNames(nodes: readonly SyntaxNode[], items: readonly Value[]): string[] {
  return nodes.flatMap((node, index) => (isPlumbing(items[index] ?? unknown) ? [] : nameOf(node)));
}

export function isPlumbing(value: Value): boolean {
  return (
    (value.kind === "foreign" && (plumbing.has(value.module) || value.path.endsWith(".initialize()"))) ||
    (value.kind === "native" && value.native.get?.("plumbing") != null)
  );
}

function nameOf(node: SyntaxNode): string[] {
  const name = expressionName(node);
  return name === null ? [] : [name];
}
