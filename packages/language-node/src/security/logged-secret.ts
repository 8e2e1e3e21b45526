import { secretName } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { callsIn, lineOf, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { defineRule } from "./rule.ts";

const levels = new Set(["log", "info", "warn", "error", "debug", "trace", "fatal", "verbose", "silly", "http"]);
const loggers = /(^|\.)(console|log|logger|winston|pino|bunyan|logging)$/i;

export const loggedSecret: SecurityRule = defineRule({
  id: "logged-secret",
  title: "Passwords, tokens and credentials are never logged",
  examples: {
    bad: [
      'console.log("signing in", email, password);',
      "logger.info(`token: ${token}`);",
      "req.log.debug({ authorization: req.headers.authorization });",
      'console.log(req.headers["authorization"]);',
      'logger.info({ user: user.id, password }, "created");',
      "console.log(req.headers);",
    ],
    good: [
      'console.log("the password was changed");',
      "logger.info(`signed in ${user.id}`);",
      "console.log(password.length > 7);",
      'logger.warn({ hasToken: Boolean(token) }, "no token");',
      "console.error(`could not read ${tokenFile}`);",
      "logger.info(redact(token));",
      'console.log(token ? "with a token" : "without one");',
    ],
  },
  mayConcern: /passw|secret|token|authorization|headers|key/i,
  findIn: (source) =>
    callsIn(source.root).flatMap((call): SecurityFinding[] => {
      const logs =
        call.method !== null && levels.has(call.method) && call.object !== null && loggers.test(call.object.text());
      const name = logs ? call.args.flatMap((argument) => secretsIn(argument))[0] : undefined;
      return name === undefined ? [] : [{ line: lineOf(call.node), message: `${name} is written to a log.` }];
    }),
});

/** Secrets that a value shows as they are; what a function makes of them is no longer one. */
function secretsIn(node: SyntaxNode): string[] {
  switch (node.kind()) {
    case "identifier":
    case "shorthand_property_identifier":
      return secretName(node.text()) !== null ? [node.text()] : [];
    case "member_expression":
    case "subscript_expression": {
      const name = node.field("property")?.text() ?? stringValue(node.field("index")) ?? "";
      const whole = /\breq(uest)?\.headers$/.test(node.text());
      return whole || /^(proxy-)?authorization$|^cookie$/i.test(name) || secretName(name) !== null ? [node.text()] : [];
    }
    case "template_string":
    case "template_substitution":
    case "object":
    case "array":
    case "spread_element":
    case "parenthesized_expression":
      return node.children().flatMap((child) => secretsIn(child));
    case "pair":
      return secretsIn(node.field("value") ?? node);
    case "binary_expression":
      return node.field("operator")?.text() === "+"
        ? [node.field("left"), node.field("right")].flatMap((side) => (side === null ? [] : secretsIn(side)))
        : [];
    default:
      return [];
  }
}
