import { isConnectionPassword, isSecretFallback, isSecretLiteral, secretInText } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { callChain } from "../call-chain.ts";
import { callsIn, lineOf, nodesOf, objectEntries, stringValue } from "../syntax.ts";
import type { Call, SourceFile, SyntaxNode } from "../syntax.ts";
import { defineRule } from "./rule.ts";

export const hardcodedSecret: SecurityRule = defineRule({
  id: "hardcoded-secret",
  title: "No secret stands in the code",
  examples: {
    bad: [
      'const JWT_SECRET = "f3b9c1d2a7";',
      'export const config = { jwtSecret: process.env.JWT_SECRET || "secret" };',
      'const { SESSION_SECRET = "keyboard cat" } = process.env;',
      'import jwt from "jsonwebtoken";\nexport const sign = (id: string) => jwt.sign({ id }, "my-secret-key");',
      'const phrase = "a phrase";\nexport const sign = (id: string) => jwt.sign({ id }, phrase);',
      "export const auth = { secret: 'my-secret-key' };",
      "passport.use(new Strategy({ secretOrKey: 'a phrase' }, verify));",
      'app.use(session({ secret: "keyboard cat", resave: false }));',
      'const pool = new Pool({ host: "db", user: "app", password: "app" });',
      "const key = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----`;",
      'const env = z.object({ JWT_SECRET: z.string().default("change-me") }).parse(process.env);',
      'const url = "postgres://app:hunter22@db.internal/app";',
    ],
    good: [
      "const secret = process.env.JWT_SECRET;",
      'const env = z.object({ JWT_SECRET: z.string().min(32, "JWT_SECRET is too short") }).parse(process.env);',
      'export const tokenTypes = { ACCESS: "access", RESET_PASSWORD: "resetPassword" };',
      'const messages = { invalidPassword: "The password is wrong", token: "token" };',
      'const passwordField = "password";\nconst resetToken = "/auth/reset";',
      'const schema = { type: "object", properties: { password: { type: "string" } } };',
      'const secretName = "JWT_SECRET";\nconst apiKeyHeader = "x-api-key";',
      'const demo = { email: "a@example.com", password: "$2b$10$TBEfaCe1oo.2jfkBDWcj" };',
      'const url = process.env.DATABASE_URL ?? "postgres://localhost/app";',
      "const messages = { username: 'User name', host: 'Host', password: 'Mot de passe' };",
      "export const INVALID_SECRET = 'That secret is invalid';",
      "@ApiBody({ schema: { example: { password: 'SecurePass123!' } } })\nclass A {}",
      "const permissions = { clear_secret: 'accounts.change_account' };",
      "const password = faker();\nconst token = await issueToken(user);",
    ],
  },
  mayConcern: /secret|passw|token|key|PRIVATE KEY|:\/\/[^\s"'`]*:[^\s"'`]*@|sign|verify|cookieParser|Hmac/i,
  findIn: (source) => [
    ...boundNames(source),
    ...fallbacks(source),
    ...signingCalls(source),
    ...tellingLiterals(source),
  ],
});

function boundNames(source: SourceFile): SecurityFinding[] {
  const bound = [
    ...nodesOf(source.root, "variable_declarator").map((node) => ({
      node,
      name: node.field("name"),
      value: node.field("value"),
    })),
    ...nodesOf(source.root, "pair").map((node) => ({ node, name: node.field("key"), value: node.field("value") })),
    ...nodesOf(source.root, "assignment_expression").map((node) => ({
      node,
      name: lastPart(node.field("left")),
      value: node.field("right"),
    })),
    ...nodesOf(source.root, "field_definition").map((node) => ({
      node,
      name: node.field("property"),
      value: node.field("value"),
    })),
    ...nodesOf(source.root, "public_field_definition").map((node) => ({
      node,
      name: node.field("name"),
      value: node.field("value"),
    })),
  ];
  return bound.flatMap(({ node, name, value }) => {
    const called = name === null ? "" : (stringValue(name) ?? name.text());
    const literal = literalIn(value);
    const secret =
      literal !== null &&
      (isSecretLiteral(called, literal) || (isConnectionPassword(called, literal) && isConnection(node)));
    return secret && !isSample(node) ? [finding(node, `${called} is bound to a literal`)] : [];
  });
}

/** A literal, also one that `Buffer.from` or an encoder is given, or that a schema falls back on. */
function literalIn(value: SyntaxNode | null): string | null {
  const plain = stringValue(value);
  if (plain !== null || value === null) {
    return plain;
  }
  const chain = callChain(value);
  const fallback = chain.find((call) => call.name === "default");
  const encoded = chain.find(
    (call) => call.name === "from" || call.name === "encode" || call.name === "createSecretKey",
  );
  return stringValue((fallback ?? encoded)?.args[0] ?? null);
}

/** What documentation shows: in a decorator such as `@ApiBody`, or below `example`. */
function isSample(node: SyntaxNode): boolean {
  return node.ancestors().some((above) => {
    const named = above.kind() === "decorator" || above.kind() === "pair";
    return named && /^@Api[A-Z]|^["']?examples?["']?\s*:/.test(above.text());
  });
}

/** `{ host, user, password }`: what a client signs in with. */
function isConnection(node: SyntaxNode): boolean {
  const parent = node.kind() === "pair" ? node.parent() : null;
  const keys = parent === null ? [] : [...objectEntries(parent).keys()];
  return (
    keys.some((key) => /^(host|hostname|server|connectionString)$/i.test(key)) &&
    keys.some((key) => /^(user|username|database)$/i.test(key))
  );
}

/** `process.env.JWT_SECRET || "secret"` and `const { JWT_SECRET = "secret" } = process.env`. */
function fallbacks(source: SourceFile): SecurityFinding[] {
  const alternatives = nodesOf(source.root, "binary_expression").flatMap((node) => {
    const operator = node.field("operator")?.text();
    const name = environmentName(node.field("left"));
    const literal = stringValue(node.field("right"));
    return (operator === "||" || operator === "??") &&
      name !== null &&
      literal !== null &&
      isSecretFallback(name, literal)
      ? [finding(node, `${name} falls back on a literal`)]
      : [];
  });
  const defaults = nodesOf(source.root, "object_assignment_pattern").flatMap((node) => {
    const name = node.field("left")?.text() ?? "";
    const literal = stringValue(node.field("right"));
    const declarator = node.ancestors().find((ancestor) => ancestor.kind() === "variable_declarator");
    return literal !== null && isSecretFallback(name, literal) && declarator?.field("value")?.text() === "process.env"
      ? [finding(node, `${name} falls back on a literal`)]
      : [];
  });
  return [...alternatives, ...defaults];
}

function environmentName(node: SyntaxNode | null): string | null {
  const match = /^(?:process\.env|env|Bun\.env|import\.meta\.env)(?:\.(\w+)|\[["'](\w+)["']\])$/.exec(
    node?.text() ?? "",
  );
  return match?.[1] ?? match?.[2] ?? null;
}

/** Keys that packages for tokens, cookies and signatures are given, in place or as a constant of the file. */
function signingCalls(source: SourceFile): SecurityFinding[] {
  const calls = callsIn(source.root).flatMap((call) => {
    const key = keyOf(call);
    return key === null ? [] : [{ call, key }];
  });
  const constants = calls.some(({ key }) => key.kind() === "identifier") ? literalConstants(source) : new Set<string>();
  return calls
    .filter(({ key }) => (stringValue(key) ?? "") !== "" || constants.has(key.text()))
    .map(({ call }) => finding(call.node, `${call.method ?? ""} is given a literal key`));
}

function keyOf({ method, object, args }: Call): SyntaxNode | null {
  switch (method) {
    case "sign":
    case "verify":
      return /jwt|jsonwebtoken/i.test(object?.text() ?? "") ? (args[1] ?? null) : null;
    case "createHmac":
      return args[1] ?? null;
    case "cookieParser":
      return args[0] ?? null;
    default:
      return null;
  }
}

function literalConstants({ root }: SourceFile): Set<string> {
  return new Set(
    nodesOf(root, "variable_declarator")
      .filter(
        (node) => node.parent()?.parent()?.kind() === "program" && (stringValue(node.field("value")) ?? "") !== "",
      )
      .map((node) => node.field("name")?.text() ?? ""),
  );
}

/** A private key, or an address with a password in it. */
function tellingLiterals(source: SourceFile): SecurityFinding[] {
  const literals = [...nodesOf(source.root, "string"), ...nodesOf(source.root, "template_string")];
  return literals.flatMap((node) => {
    const what = secretInText(node.text());
    return what === null ? [] : [finding(node, what)];
  });
}

function lastPart(node: SyntaxNode | null): SyntaxNode | null {
  return node?.kind() === "member_expression" ? node.field("property") : node;
}

function finding(node: SyntaxNode, message: string): SecurityFinding {
  return { line: lineOf(node), message: `${message}; it belongs in the environment.` };
}
