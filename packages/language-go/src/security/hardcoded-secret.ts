import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { namedChildren, nodesOf, stringValue } from "../syntax.ts";
import type { GoFile, SyntaxNode } from "../syntax.ts";
import { bindingsIn, callsIn, defineRule, finding } from "./rule.ts";

const words =
  "secret|secret_?key|jwt_?secret|private_?key|signing_?key|sign_?key|encryption_?key|jwt_?key|api_?key|access_?key|session_?key|hmac_?(?:key|secret|sample_?secret)|token_?secret|cookie_?secret";
const secretEnding = new RegExp(`(?:^|[a-z0-9_.-])(?:${words}|password|passwd|passphrase|token)$`, "i");
/** Names that only a secret has, so that any literal is one; `token` and `password` are names of fields as well. */
const strongSecret = new RegExp(`(?:^|[a-z0-9_.-])(?:${words})$`, "i");

export const hardcodedSecret: SecurityRule = defineRule({
  id: "hardcoded-secret",
  title: "No secret stands in the code",
  examples: {
    bad: [
      'package a\n\nconst jwtSecret = "f3b9c1d2a7"\n',
      'package a\n\nvar jwtKey = []byte("my_secret_key")\n',
      'package a\n\nfunc f(t *jwt.Token) (string, error) { return t.SignedString([]byte("secret")) }\n',
      'package a\n\nfunc f(s string) { jwt.Parse(s, func(t *jwt.Token) (any, error) { return []byte("secret"), nil }) }\n',
      'package a\n\nvar store = sessions.NewCookieStore([]byte("something-very-secret"))\n',
      'package a\n\nvar key = getEnv("JWT_SECRET", "dev")\n',
      'package a\n\nfunc f() { viper.SetDefault("auth.secret_key", "dev-key") }\n',
      'package a\n\nfunc f() {\n\tsecret := os.Getenv("SECRET")\n\tif secret == "" {\n\t\tsecret = "change-me"\n\t}\n}\n',
      'package a\n\ntype c struct {\n\tSecret string `env:"JWT_SECRET" envDefault:"change-me"`\n}\n',
      'package a\n\nvar c = Config{User: "app", Password: "hunter22"}\n',
      'package a\n\nvar dsn = "postgres://app:hunter22@db.internal/app"\n',
      "package a\n\nvar key = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----`\n",
    ],
    good: [
      'package a\n\nvar jwtSecret = os.Getenv("JWT_SECRET")\n',
      'package a\n\nconst tokenType = "bearer"\nconst accessToken = "access_token"\n',
      "package a\n\nfunc f(t *jwt.Token) (string, error) { return t.SignedString(secret) }\n",
      'package a\n\nconst apiKey = "X-API-Key"\n',
      'package a\n\nvar messages = map[string]string{"password": "The password is wrong"}\n',
      'package a\n\nvar url = getEnv("DATABASE_URL", "postgres://localhost/app")\n',
      'package a\n\ntype user struct {\n\tPassword string `json:"password"`\n}\n',
      'package a\n\nvar secretKey = ""\n',
      'package a\n\nconst envSecret = "JWT_SECRET"\n',
      "package a\n\nvar c = Config{Secret: settings.Secret, Password: password}\n",
    ],
  },
  mayConcern: /secret|passw|token|key|PRIVATE KEY|:\/\/[^\s"'`]*:[^\s"'`]*@|jwt|NewStore/i,
  findIn: (source) => [
    ...boundNames(source),
    ...fallbacks(source),
    ...defaultTags(source),
    ...keysOfPackages(source),
    ...tellingLiterals(source),
  ],
});

function boundNames(source: GoFile): SecurityFinding[] {
  return bindingsIn(source).flatMap(({ node, name, value }) => {
    const literal = literalIn(value);
    if (literal === null || !secretEnding.test(name)) {
      return [];
    }
    const sure = strongSecret.test(name) ? !describes(name, literal) : looksRandom(literal);
    return sure ? [finding(node, `${name} is bound to a literal`)] : [];
  });
}

/** A literal, also as bytes. */
function literalIn(value: SyntaxNode | null | undefined): string | null {
  const plain = stringValue(value);
  if (plain !== null || value == null) {
    return plain;
  }
  const bytes = value.text().startsWith("[]byte(");
  const inside = bytes
    ? namedChildren(value).flatMap((child) => (child.kind() === "argument_list" ? namedChildren(child) : [child]))
    : [];
  return inside.map((child) => stringValue(child)).find((text) => text !== null) ?? null;
}

/** A literal that names or describes something instead of being secret. */
function describes(name: string, value: string): boolean {
  const own = value.toLowerCase().replace(/[^a-z]/g, "");
  return (
    value.length < 3 ||
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(value) ||
    /^(\.{0,2}\/|https?:)/.test(value) ||
    /^(x-[a-z-]+|[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)+)$/.test(value) ||
    /[<{].*[>}]|%[sdvw]/.test(value) ||
    /\s/.test(value) ||
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
    !/^\$(2[abxy]|argon2|scrypt|pbkdf2)|\s|^https?:|^\/|%[sdvw]/.test(value) &&
    value.length >= 8 &&
    /\d/.test(value) &&
    /[a-z]/i.test(value)
  );
}

/** `getEnv("JWT_SECRET", "secret")`, `viper.SetDefault("jwt.secret", "secret")` and the like. */
function fallbacks(source: GoFile): SecurityFinding[] {
  return callsIn(source).flatMap(({ node, callee, args }) => {
    const name = stringValue(args[0]);
    const literal = literalIn(args[1]);
    const reads = /(env|lookup|setdefault|default|getstring|string)\w*$/i.test(callee);
    const telling = name !== null && strongSecret.test(name);
    return reads && telling && literal !== null && !describes(name, literal)
      ? [finding(node, `${name} falls back on a literal`)]
      : [];
  });
}

/** A default in the tag of a field of settings. */
function defaultTags(source: GoFile): SecurityFinding[] {
  return nodesOf(source.root, "field_declaration").flatMap((node) => {
    const tag = stringValue(node.field("tag")) ?? "";
    const name = /\b(?:env|envconfig|mapstructure|yaml):"(\w+)/.exec(tag)?.[1] ?? "";
    const literal = /\b(?:envDefault|default|env-default):"([^"]+)"/.exec(tag)?.[1] ?? "";
    return strongSecret.test(name) && !describes(name, literal)
      ? [finding(node, `${name} falls back on a literal`)]
      : [];
  });
}

/** Keys that packages for tokens and sessions are given. */
function keysOfPackages(source: GoFile): SecurityFinding[] {
  const given = callsIn(source).flatMap(({ node, callee, args }) => {
    const signs = /\.(SignedString|NewCookieStore|NewFilesystemStore)$|^(cookie|memstore|sessions)\.NewStore$/.test(
      callee,
    );
    return signs && args.some((argument) => (literalIn(argument) ?? "") !== "")
      ? [finding(node, `${callee} is given a literal key`)]
      : [];
  });
  const returned = callsIn(source)
    .filter(({ callee }) => /\bjwt\.Parse(WithClaims)?$|\brequest\.ParseFromRequest\w*$/.test(callee))
    .flatMap(({ node, args }) =>
      args
        .flatMap((argument) => (argument.kind() === "func_literal" ? nodesOf(argument, "return_statement") : []))
        .filter((statement) => firstOf(statement).some((value) => (literalIn(value) ?? "") !== ""))
        .map(() => finding(node, "a token is verified with a literal key")),
    );
  return [...given, ...returned];
}

function firstOf(statement: SyntaxNode): SyntaxNode[] {
  const [list] = namedChildren(statement);
  return list === undefined ? [] : (list.kind() === "expression_list" ? namedChildren(list) : [list]).slice(0, 1);
}

/** A private key, or an address with a password in it. */
function tellingLiterals(source: GoFile): SecurityFinding[] {
  const literals = [
    ...nodesOf(source.root, "interpreted_string_literal"),
    ...nodesOf(source.root, "raw_string_literal"),
  ];
  return literals.flatMap((node) => {
    const text = stringValue(node) ?? "";
    if (/-----BEGIN (\w+ )*PRIVATE KEY-----\s*\S/.test(text)) {
      return [finding(node, "a private key stands in a string")];
    }
    const password = /\b[a-z][\w+]*:\/\/[^\s:@/{}]+:([^\s:@/{}%$<]+)@/i.exec(text)?.[1];
    return password === undefined || /^(pass(word)?|user|postgres|root|secret|x+|\*+)$/i.test(password)
      ? []
      : [finding(node, "an address holds a password")];
  });
}
