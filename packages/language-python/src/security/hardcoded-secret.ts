import { isConnectionPassword, isSecretFallback, isSecretLiteral, secretInText, secretName } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { argumentsOf, dottedName, kids, nodesOf, stringValue } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import { defineRule, finding } from "./rule.ts";

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
      'PHRASE = "a phrase"\ntoken = jwt.encode({"sub": user.id}, PHRASE, algorithm="HS256")',
      'serializer = URLSafeTimedSerializer("a phrase")',
      'SECRET_KEY = env_secret("SECRET_KEY", "---")',
      'SECRET_KEY = "secret key"',
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
      'permissions = {"clear_secret": "accounts.change_account"}',
      'STATE_SESSION_KEY = "_chat_state"',
      'use = os.environ.get("ENABLE_PASSWORD", "1")',
      'if text.startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----"):\n    pass',
      'SECRET_KEY = secrets.token_hex(32)\nSECRET_KEY_NAME = "JWT_SECRET"',
    ],
  },
  mayConcern: /secret|passw|token|key|PRIVATE KEY|:\/\/[^\s"']*:[^\s"']*@|jwt|hmac|Fernet|Serializer|TimestampSigner/i,
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
    const secret =
      name !== null &&
      literal !== null &&
      (isSecretLiteral(name, literal) || (isConnectionPassword(name, literal) && isConnection(node)));
    return secret ? [finding(node, `${name} is bound to a literal`)] : [];
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

/** A dictionary or call that also says where to connect to. */
function isConnection(node: SyntaxNode): boolean {
  return /["']?\b(HOST|host|hostname|server|ENGINE)\b["']?\s*[:=]/.test(node.parent()?.text() ?? "");
}

/** `os.environ.get("SECRET_KEY", "secret")` and the like. */
function fallbacks(source: SourceFile): SecurityFinding[] {
  return nodesOf(source.root, "call").flatMap((node) => {
    const [first, ...rest] = argumentsOf(node.field("arguments"));
    const name = stringValue(first?.value ?? null);
    const reads = /(^|\.)(get|config|str|\w*env\w*)$/.test(dottedName(node.field("function")) ?? "");
    const fallback = rest.find((argument) => argument.name === null || argument.name === "default");
    const literal = stringValue(fallback?.value ?? null);
    const telling = name !== null && (secretName(name) === "certain" || /^[A-Z][A-Z0-9_]+$/.test(name));
    return reads && telling && literal !== null && isSecretFallback(name, literal)
      ? [finding(node, `${name} falls back on a literal`)]
      : [];
  });
}

/** Which argument of what packages for tokens and signatures offer is the key. */
const keyArguments: readonly (readonly [callee: RegExp, position: number])[] = [
  [/(^|\.)jwt\.(encode|decode)$/, 1],
  [/(^|\.)hmac\.(new|digest)$/, 0],
  [/(^|\.)(Fernet|(URLSafe)?(Timed)?Serializer|TimestampSigner)$/, 0],
];

/** Keys of tokens and signatures, in place or as a constant of the file. */
function signingCalls(source: SourceFile): SecurityFinding[] {
  return nodesOf(source.root, "call").flatMap((node) => {
    const callee = dottedName(node.field("function")) ?? "";
    const position = keyArguments.find(([pattern]) => pattern.test(callee))?.[1];
    if (position === undefined) {
      return [];
    }
    const args = argumentsOf(node.field("arguments"));
    const key = (args.find(({ name }) => name === "key") ?? args.filter(({ name }) => name === null)[position])?.value;
    const literal = stringValue(key ?? null) ?? constantIn(source, key ?? null);
    return literal !== null && literal !== "" ? [finding(node, `${callee} is given a literal key`)] : [];
  });
}

function constantIn({ root }: SourceFile, node: SyntaxNode | null): string | null {
  const name = node?.kind() === "identifier" ? node.text() : null;
  const declared = nodesOf(root, "assignment").find(
    (assignment) => assignment.field("left")?.text() === name && assignment.parent()?.parent()?.kind() === "module",
  );
  return name === null ? null : stringValue(declared?.field("right") ?? null);
}

/** A private key, or an address with a password in it. */
function tellingLiterals(source: SourceFile): SecurityFinding[] {
  return nodesOf(source.root, "string").flatMap((node) => {
    const what = secretInText(node.text());
    return what === null ? [] : [finding(node, what)];
  });
}
