import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { argumentsOf, dottedName, kids, nodesOf, stringValue } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import { defineRule, finding } from "./rule.ts";

const words =
  "secret|secret_?key|jwt_?secret|private_?key|signing_?key|encryption_?key|jwt_?key|api_?key|access_?key|session_?key";
const secretEnding = new RegExp(`(?:^|[a-z0-9_.-])(?:${words}|password|passwd|passphrase|token)$`, "i");
/** Names that only a secret has, so that any literal is one; `token` and `password` are names of fields as well. */
const strongSecret = new RegExp(`(?:^|[a-z0-9_.-])(?:${words})$`, "i");

export const hardcodedSecret: SecurityRule = defineRule({
  id: "hardcoded-secret",
  title: "No secret stands in the code",
  examples: {
    bad: [
      'SECRET_KEY = "f3b9c1d2a7"',
      'SECRET_KEY = os.environ.get("SECRET_KEY", "dev")',
      'app.config["SECRET_KEY"] = "hard to guess string"',
      'class Config:\n    JWT_SECRET_KEY = os.getenv("JWT_SECRET_KEY") or "jwt-secret"',
      'app.secret_key = b"_5#y2L\\xec]/"',
      'token = jwt.encode({"sub": user.id}, "my-secret", algorithm="HS256")',
      "class Settings(BaseSettings):\n    secret_key: str = 'change-me'",
      'DATABASES = {"default": {"USER": "app", "PASSWORD": "hunter22", "HOST": "db"}}',
      'KEY = """-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----"""',
      'URL = "postgresql://app:hunter22@db.internal/app"',
      'client = Client(api_key="sk-12345abcdef")',
    ],
    good: [
      'SECRET_KEY = os.environ["SECRET_KEY"]',
      "class Settings(BaseSettings):\n    secret_key: SecretStr",
      'app.config["SECRET_KEY"] = settings.secret_key',
      'TOKEN_TYPE = "bearer"\nACCESS_TOKEN = "access_token"',
      'token = jwt.encode({"sub": user.id}, settings.secret, algorithm="HS256")',
      'api_key_header = APIKeyHeader(name="X-API-Key")\nAPI_KEY = "X-API-Key"',
      'messages = {"password": "The password is wrong"}',
      'URL = os.environ.get("DATABASE_URL", "postgresql://localhost/app")',
      'class User(Base):\n    password = Column(String(128))\n    token: str = ""',
      'DATABASES = {"default": {"PASSWORD": os.environ["DB_PASSWORD"], "HOST": "db"}}',
      'SECRET_KEY = secrets.token_hex(32)\nSECRET_KEY_NAME = "JWT_SECRET"',
    ],
  },
  mayConcern: /secret|passw|token|key|PRIVATE KEY|:\/\/[^\s"']*:[^\s"']*@|jwt/i,
  findIn: (source) => [
    ...boundNames(source),
    ...fallbacks(source),
    ...signingCalls(source),
    ...tellingLiterals(source),
  ],
});

function boundNames(source: SourceFile): SecurityFinding[] {
  const assignments = nodesOf(source.root, "assignment").map((node) => ({
    node,
    name: targetName(node.field("left")),
    value: node.field("right"),
  }));
  const pairs = nodesOf(source.root, "pair").map((node) => ({
    node,
    name: stringValue(node.field("key")),
    value: node.field("value"),
  }));
  const named = nodesOf(source.root, "keyword_argument").map((node) => ({
    node,
    name: node.field("name")?.text() ?? null,
    value: node.field("value"),
  }));
  return [...assignments, ...pairs, ...named].flatMap(({ node, name, value }) => {
    const literal = literalIn(value);
    if (name === null || literal === null || !secretEnding.test(name)) {
      return [];
    }
    const sure = strongSecret.test(name)
      ? !describes(name, literal)
      : looksRandom(literal) || (literal !== "" && isConnection(node));
    return sure ? [finding(node, `${name} is bound to a literal`)] : [];
  });
}

/** `a`, `self.a` and `config["a"]` are all `a`. */
function targetName(node: SyntaxNode | null): string | null {
  switch (node?.kind()) {
    case "identifier":
      return node.text();
    case "attribute":
      return node.field("attribute")?.text() ?? null;
    case "subscript":
      return stringValue(kids(node)[1] ?? null);
    default:
      return null;
  }
}

/** A literal, also one that stands behind `or`, or that a settings field falls back on. */
function literalIn(value: SyntaxNode | null): string | null {
  if (value?.kind() === "boolean_operator") {
    return stringValue(value.field("right"));
  }
  if (value?.kind() === "call" && /(^|\.)(Field|SecretStr)$/.test(dottedName(value) ?? "")) {
    const args = argumentsOf(value.field("arguments"));
    return stringValue(
      (args.find(({ name }) => name === "default") ?? args.find(({ name }) => name === null))?.value ?? null,
    );
  }
  return stringValue(value);
}

/** A literal that names or describes something instead of being secret. */
function describes(name: string, value: string): boolean {
  const own = value.toLowerCase().replace(/[^a-z]/g, "");
  return (
    value.length < 3 ||
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(value) ||
    /^(\.{0,2}\/|https?:)/.test(value) ||
    /^(x-)?[a-z]+(-[a-z]+)*-(key|token)$/i.test(value) ||
    /[<{].*[>}]/.test(value) ||
    (own !== "secret" &&
      name
        .toLowerCase()
        .replace(/[^a-z]/g, "")
        .endsWith(own))
  );
}

function looksRandom(value: string): boolean {
  return (
    // What a password was hashed to does not sign anyone in.
    !/^\$(2[abxy]|argon2|scrypt|pbkdf2)|^pbkdf2_|\s|^https?:|^\//.test(value) &&
    value.length >= 8 &&
    /\d/.test(value) &&
    /[a-z]/i.test(value)
  );
}

/** A dictionary or call that also says where to connect to. */
function isConnection(node: SyntaxNode): boolean {
  return /["']?\b(HOST|host|hostname|server|ENGINE)\b["']?\s*[:=]/.test(node.parent()?.text() ?? "");
}

/** `os.environ.get("SECRET_KEY", "secret")` and the like. */
function fallbacks(source: SourceFile): SecurityFinding[] {
  return nodesOf(source.root, "call").flatMap((node) => {
    const [first, ...rest] = argumentsOf(node.field("arguments"));
    const name = stringValue(first?.value ?? null);
    const reads = /(^|\.)(getenv|get|config|env|str)$/.test(dottedName(node.field("function")) ?? "");
    const fallback = rest.find((argument) => argument.name === null || argument.name === "default");
    const literal = stringValue(fallback?.value ?? null);
    const telling = name !== null && /^[A-Z][A-Z0-9_]+$/.test(name) && secretEnding.test(name);
    return reads && telling && literal !== null && literal !== ""
      ? [finding(node, `${name} falls back on a literal`)]
      : [];
  });
}

function signingCalls(source: SourceFile): SecurityFinding[] {
  return nodesOf(source.root, "call").flatMap((node) => {
    const callee = dottedName(node.field("function")) ?? "";
    const args = argumentsOf(node.field("arguments"));
    const key = args.find(({ name }) => name === "key") ?? args.filter(({ name }) => name === null)[1];
    const literal = stringValue(key?.value ?? null);
    return /(^|\.)jwt\.(encode|decode)$/.test(callee) && literal !== null && literal !== ""
      ? [finding(node, `${callee} is given a literal key`)]
      : [];
  });
}

/** A private key, or an address with a password in it. */
function tellingLiterals(source: SourceFile): SecurityFinding[] {
  return nodesOf(source.root, "string").flatMap((node) => {
    const text = node.text();
    if (/-----BEGIN (\w+ )*PRIVATE KEY-----\s*\S/.test(text.replaceAll("\\n", "\n"))) {
      return [finding(node, "a private key stands in a string")];
    }
    const password = /\b[a-z][\w+]*:\/\/[^\s:@/{}]+:([^\s:@/{}%$<]+)@/i.exec(text)?.[1];
    return password === undefined || /^(pass(word)?|user|postgres|root|secret|x+|\*+)$/i.test(password)
      ? []
      : [finding(node, "an address holds a password")];
  });
}
