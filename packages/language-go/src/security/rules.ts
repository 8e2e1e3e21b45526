import { secretName } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { namedChildren, nodesOf, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { dynamicSql } from "./dynamic-sql.ts";
import { hardcodedSecret } from "./hardcoded-secret.ts";
import { callsIn, defineRule, finding } from "./rule.ts";

const unverifiedJwt: SecurityRule = defineRule({
  id: "unverified-jwt",
  title: "JSON web tokens are verified, with the algorithms named",
  examples: {
    bad: [
      "package a\n\nfunc f(s string) { parser.ParseUnverified(s, claims) }\n",
      "package a\n\nvar t = jwt.NewWithClaims(jwt.SigningMethodNone, claims)\n",
      "package a\n\nfunc f() { t.SignedString(jwt.UnsafeAllowNoneSignatureType) }\n",
      "package a\n\nfunc f(s string) { jwt.Parse(s, func(t *jwt.Token) (any, error) { return key, nil }) }\n",
    ],
    good: [
      'package a\n\nfunc f(s string) { jwt.Parse(s, keyFunc, jwt.WithValidMethods([]string{"HS256"})) }\n',
      "package a\n\nfunc f(s string) {\n\tjwt.Parse(s, func(t *jwt.Token) (any, error) {\n\t\tif _, ok := t.Method.(*jwt.SigningMethodHMAC); !ok {\n\t\t\treturn nil, errUnexpected\n\t\t}\n\t\treturn key, nil\n\t})\n}\n",
      "package a\n\nfunc f(s string) { jwt.Parse(s, server.keyFor) }\n",
      "package a\n\nvar t = jwt.NewWithClaims(jwt.SigningMethodHS256, claims)\n",
    ],
  },
  mayConcern: /jwt|Unverified/,
  findIn: (source) => [
    ...nodesOf(source.root, "selector_expression").flatMap((node) =>
      /\bjwt\.(SigningMethodNone|UnsafeAllowNoneSignatureType)$/.test(node.text())
        ? [finding(node, "Tokens without a signature are accepted.")]
        : [],
    ),
    ...callsIn(source).flatMap(({ node, callee, args }): SecurityFinding[] => {
      if (callee.endsWith(".ParseUnverified")) {
        return [finding(node, "Claims are read without verifying the token.")];
      }
      const key = args.find((argument) => argument.kind() === "func_literal");
      const told = args.some((argument) => /WithValidMethods/.test(argument.text()));
      return /\bjwt\.Parse(WithClaims)?$/.test(callee) &&
        key !== undefined &&
        !told &&
        !/\.(Method|Header)\b/.test(key.text())
        ? [finding(node, "The token itself may choose the algorithm.")]
        : [];
    }),
  ],
});

const openCors: SecurityRule = defineRule({
  id: "open-cors",
  title: "Other sites' scripts may not act with a visitor's login",
  examples: {
    bad: [
      'package a\n\nvar c = cors.Options{AllowedOrigins: []string{"*"}, AllowCredentials: true}\n',
      "package a\n\nvar c = cors.Config{AllowAllOrigins: true, AllowCredentials: true}\n",
      'package a\n\nvar c = cors.Config{AllowOrigins: "*", AllowCredentials: true}\n',
      "package a\n\nvar c = cors.Config{AllowOriginFunc: func(origin string) bool { return true }, AllowCredentials: true}\n",
    ],
    good: [
      'package a\n\nvar c = cors.Options{AllowedOrigins: []string{"*"}}\n',
      "package a\n\nvar c = cors.Config{AllowOrigins: settings.Origins, AllowCredentials: true}\n",
      "package a\n\nvar c = cors.Config{AllowAllOrigins: true, AllowCredentials: false}\n",
    ],
  },
  mayConcern: /Allow\w*Origin/,
  findIn: (source) =>
    nodesOf(source.root, "composite_literal").flatMap((node) => {
      const fields = new Map(elementsOf(node));
      const open =
        fields.get("AllowAllOrigins") === "true" ||
        ["AllowedOrigins", "AllowOrigins"].some((name) => /^(\[\]string\{\s*)?"\*"/.test(fields.get(name) ?? "")) ||
        /^func[^{]*\{\s*return true(, nil)?\s*\}$/.test(fields.get("AllowOriginFunc") ?? "");
      return open && fields.get("AllowCredentials") === "true"
        ? [finding(node, "Any site may send requests with the visitor's login.")]
        : [];
    }),
});

function elementsOf(node: SyntaxNode): (readonly [string, string])[] {
  const body = node.field("body");
  return body === null
    ? []
    : namedChildren(body).flatMap((element) => {
        const [key, value] = namedChildren(element);
        return element.kind() === "keyed_element" && key !== undefined && value !== undefined
          ? [[key.text(), value.text()] as const]
          : [];
      });
}

const loggedSecret: SecurityRule = defineRule({
  id: "logged-secret",
  title: "Secrets are not written to logs",
  examples: {
    bad: [
      'package a\n\nfunc f() { log.Printf("login with %s", password) }\n',
      'package a\n\nfunc f() { fmt.Println("token", token) }\n',
      'package a\n\nfunc f() { slog.Info("sign in", "password", user.Password) }\n',
      'package a\n\nfunc f() { logger.Infof("header %s", r.Header.Get("Authorization")) }\n',
      'package a\n\nfunc f() { log.Println("key: " + cfg.APIKey) }\n',
      'package a\n\nfunc f() { logger.Info("made", zap.String("token", token)) }\n',
    ],
    good: [
      'package a\n\nfunc f() { log.Printf("password changed for %d", user.ID) }\n',
      'package a\n\nfunc f() { fmt.Println("token issued") }\n',
      'package a\n\nfunc f() { log.Printf("invalid token: %v", err) }\n',
      'package a\n\nfunc f() { slog.Info("token made", "tokenID", tokenID) }\n',
      'package a\n\nfunc f() { log.Printf("%d tokens from %s", maxTokens, tokenPath) }\n',
      "package a\n\nfunc f() { fmt.Println(len(token)) }\n",
      'package a\n\nfunc f() string { return fmt.Sprintf("Bearer %s", token) }\n',
    ],
  },
  mayConcern: /password|passwd|secret|token|api_?key|private_?key|credential|authorization/i,
  findIn: (source) =>
    callsIn(source)
      .filter(({ callee }) =>
        /^fmt\.Print(f|ln)?$|^(log|slog|logrus|zap)\.\w+$|(^|\.)(log(ger)?|Log(ger)?|sugar|l)(\(\))?\.(Print|Debug|Info|Warn|Error|Fatal|Panic|Trace)\w*$/.test(
          callee,
        ),
      )
      .flatMap(({ node, args }) =>
        args.some(shows) ? [finding(node, "A value with the name of a secret is logged.")] : [],
      ),
});

/** Whether an expression shows a value whose name tells that it is secret. */
function shows(node: SyntaxNode): boolean {
  switch (node.kind()) {
    case "identifier":
      return isSecret(node.text());
    case "selector_expression":
      return shows(node.field("field") ?? node);
    case "field_identifier":
      return isSecret(node.text());
    case "call_expression": {
      const callee = node.field("function")?.text() ?? "";
      const args = namedChildren(node.field("arguments") ?? node);
      return /\.(Get|Header|FormValue|PostForm|Query)$/.test(callee)
        ? args.some((argument) => isSecret(stringValue(argument) ?? ""))
        : /^(string|fmt\.Sprintf?|zap\.(String|Any)|slog\.(String|Any))$|\.(Str|Interface)$/.test(callee) &&
            args.some(shows);
    }
    case "binary_expression":
      return node.field("operator")?.text() === "+" && namedChildren(node).some(shows);
    case "parenthesized_expression":
    case "unary_expression":
      return namedChildren(node).some(shows);
    default:
      return false;
  }
}

function isSecret(name: string): boolean {
  return secretName(name) !== null || /^(authorization|credentials?)$/i.test(name);
}

const weakHash: SecurityRule = defineRule({
  id: "weak-password-hash",
  title: "Passwords are kept as slow, salted hashes",
  examples: {
    bad: [
      "package a\n\nvar sum = md5.Sum([]byte(password))\n",
      "package a\n\nfunc f() { h := sha256.Sum256([]byte(user.Password + salt)) }\n",
      "package a\n\nfunc f() {\n\th := sha1.New()\n\th.Write([]byte(password))\n}\n",
    ],
    good: [
      "package a\n\nfunc f() { bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost) }\n",
      "package a\n\nvar etag = md5.Sum(body)\n",
      "package a\n\nvar key = argon2.IDKey([]byte(password), salt, 1, 64*1024, 4, 32)\n",
    ],
  },
  mayConcern: /\b(md5|sha1|sha256|sha512)\./,
  findIn: (source) =>
    callsIn(source).flatMap(({ node, callee, args }) => {
      const concerns = args.some((argument) => /\bpassw(or)?d\b/i.test(argument.text()));
      const writes =
        /^h(ash(er)?)?\.Write$|^io\.WriteString$/.test(callee) && !/bcrypt|argon2|scrypt|pbkdf2|hmac/.test(source.text);
      return concerns && (/^(md5|sha1|sha256|sha512)\.Sum\w*$/.test(callee) || writes)
        ? [finding(node, "A password is hashed with a fast function.")]
        : [];
    }),
});

const unverifiedTls: SecurityRule = defineRule({
  id: "unverified-tls",
  title: "Certificates of other servers are verified",
  examples: {
    bad: ["package a\n\nvar c = &tls.Config{InsecureSkipVerify: true}\n"],
    good: [
      "package a\n\nvar c = &tls.Config{MinVersion: tls.VersionTLS12}\n",
      "package a\n\nvar c = &tls.Config{InsecureSkipVerify: settings.Insecure}\n",
    ],
  },
  mayConcern: /InsecureSkipVerify/,
  findIn: (source) =>
    nodesOf(source.root, "keyed_element").flatMap((node) =>
      /^InsecureSkipVerify\s*:\s*true$/.test(node.text())
        ? [finding(node, "Anyone may pose as the other server.")]
        : [],
    ),
});

/** Static rules for Go, whatever the framework. */
export const goSecurityRules: readonly SecurityRule[] = [
  hardcodedSecret,
  dynamicSql,
  loggedSecret,
  unverifiedJwt,
  openCors,
  weakHash,
  unverifiedTls,
];
