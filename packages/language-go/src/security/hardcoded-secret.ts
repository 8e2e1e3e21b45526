import { isSecretFallback, isSecretLiteral, secretInText, secretName } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { namedChildren, nodesOf, stringValue } from "../syntax.ts";
import type { GoFile, SyntaxNode } from "../syntax.ts";
import { bindingsIn, callsIn, defineRule, finding } from "./rule.ts";

export const hardcodedSecret: SecurityRule = defineRule({
  id: "hardcoded-secret",
  title: "No secret stands in the code",
  examples: {
    bad: [
      'package a\n\nconst jwtSecret = "f3b9c1d2a7"\n',
      'package a\n\nvar jwtKey = []byte("my_secret_key")\n',
      'package a\n\nfunc f(t *jwt.Token) (string, error) { return t.SignedString([]byte("secret")) }\n',
      'package a\n\nconst phrase = "A very long phrase"\n\nfunc f(t *jwt.Token) (string, error) { return t.SignedString([]byte(phrase)) }\n',
      'package a\n\nvar phrase = []byte("A phrase")\n\nfunc f(s string) { jwt.Parse(s, func(t *jwt.Token) (any, error) { return phrase, nil }) }\n',
      'package a\n\nvar m = jwt.GinJWTMiddleware{Realm: "zone", Key: []byte("secret key")}\n',
      'package a\n\nfunc f() hash.Hash { return hmac.New(sha256.New, []byte("a phrase")) }\n',
      'package a\n\nvar secretString = []byte("!!SECRET!!")\n',
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
      'package a\n\nconst sessionKey contextKey = "session01"\n',
      'package a\n\nconst errInvalidSecret = "The secret is invalid"\n',
      'package a\n\nvar key = []byte("place")\n\nfunc f(t *jwt.Token, key []byte) (string, error) { return t.SignedString(load()) }\n',
    ],
  },
  mayConcern: /secret|passw|token|key|PRIVATE KEY|:\/\/[^\s"'`]*:[^\s"'`]*@|jwt|NewStore|hmac/i,
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
    return literal !== null && isSecretLiteral(name, literal) && !isContextKey(node)
      ? [finding(node, `${name} is bound to a literal`)]
      : [];
  });
}

/** `const sessionKey contextKey = "session"`: of a type that no secret has. */
function isContextKey(node: SyntaxNode): boolean {
  const declaration = node.kind() === "identifier" ? node.parent() : node;
  return !/^(?:|string|\[\]byte)$/.test(declaration?.field("type")?.text() ?? "");
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

/** `getEnv("JWT_SECRET", "secret")`, `viper.SetDefault("jwt.secret", "secret")` and the like. */
function fallbacks(source: GoFile): SecurityFinding[] {
  return callsIn(source).flatMap(({ node, callee, args }) => {
    const name = stringValue(args[0]);
    const literal = literalIn(args[1]);
    const reads = /(env|lookup|setdefault|default|getstring|string)\w*$/i.test(callee);
    // `c.DefaultQuery("token", "x")` asks for something else
    const setting = name !== null && (secretName(name) === "certain" || /^[A-Z][A-Z0-9_]+$/.test(name));
    return reads && setting && literal !== null && isSecretFallback(name, literal)
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
    return secretName(name) === "certain" && isSecretFallback(name, literal)
      ? [finding(node, `${name} falls back on a literal`)]
      : [];
  });
}

const takesKey =
  /\.(SignedString|NewCookieStore|NewFilesystemStore)$|^(cookie|memstore|redis|sessions)\.NewStore$|^(hmac|securecookie|jwtauth)\.New$|^csrf\.Protect$|^(echojwt|middleware)\.JWT$/;

/** Keys that packages for tokens, cookies and signatures are given, in place or as a constant of the file. */
function keysOfPackages(source: GoFile): SecurityFinding[] {
  const bindings = bindingsIn(source);
  const literals = new Set(
    bindings.filter(({ node, value }) => isGlobal(node) && literalIn(value)).map(({ name }) => name),
  );
  function isKey(value: SyntaxNode): boolean {
    const constant = /^(?:\[\]byte\()?(\w+)\)?$/.exec(value.text())?.[1] ?? "";
    return literals.has(constant) || (value.text().startsWith("[]byte(") && (literalIn(value) ?? "") !== "");
  }
  const calls = callsIn(source);
  const given = calls
    .filter(({ callee, args }) => takesKey.test(callee) && args.some(isKey))
    .map(({ node, callee }) => finding(node, `${callee} is given a literal key`));
  const returned = calls
    .filter(({ callee }) => /\bjwt\.Parse(WithClaims)?$|\brequest\.ParseFromRequest\w*$/.test(callee))
    .flatMap(({ node, args }) =>
      args
        .flatMap((argument) => (argument.kind() === "func_literal" ? nodesOf(argument, "return_statement") : []))
        .filter((statement) => firstOf(statement).some(isKey))
        .map(() => finding(node, "a token is verified with a literal key")),
    );
  const configured = bindings
    .filter(({ node, name, value }) => name === "Key" && isKey(value) && isForTokens(node))
    .map(({ node }) => finding(node, "tokens are signed with a literal key"));
  return [...given, ...returned, ...configured];
}

function isGlobal(node: SyntaxNode): boolean {
  return node.ancestors().every((above) => above.kind() !== "block");
}

/** Whether a field stands in a literal of a type like `jwt.Config`. */
function isForTokens(field: SyntaxNode): boolean {
  const literal = field.ancestors().find((above) => above.kind() === "composite_literal");
  return /jwt/i.test(literal?.field("type")?.text() ?? "");
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
    const what = secretInText(stringValue(node) ?? "");
    return what === null ? [] : [finding(node, what)];
  });
}
