import { secretName } from "@backwright/core";
import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { argumentsOf, dottedName, kids, nodesOf, stringValue } from "../syntax.ts";
import type { CallArgument, SourceFile, SyntaxNode } from "../syntax.ts";
import { dynamicSql } from "./dynamic-sql.ts";
import { hardcodedSecret } from "./hardcoded-secret.ts";
import { defineRule, finding } from "./rule.ts";

interface FoundCall {
  readonly node: SyntaxNode;
  readonly callee: string;
  readonly args: readonly CallArgument[];
}

function calls(source: SourceFile): FoundCall[] {
  return nodesOf(source.root, "call").map((node) => ({
    node,
    callee: dottedName(node.field("function")) ?? node.field("function")?.field("attribute")?.text() ?? "",
    args: argumentsOf(node.field("arguments")),
  }));
}

function named(args: readonly CallArgument[], name: string): SyntaxNode | null {
  return args.find((argument) => argument.name === name)?.value ?? null;
}

const unverifiedJwt: SecurityRule = defineRule({
  id: "unverified-jwt",
  title: "JSON web tokens are verified, with the algorithms named",
  examples: {
    bad: [
      'import jwt\npayload = jwt.decode(token, options={"verify_signature": False})',
      "import jwt\npayload = jwt.decode(token, key, verify=False)",
      'from jose import jwt\npayload = jwt.decode(token, key, algorithms=["none", "HS256"])',
      "from jose import jwt\nwho = jwt.get_unverified_claims(token)",
      "import jwt\npayload = jwt.decode(token, key)",
    ],
    good: [
      'import jwt\npayload = jwt.decode(token, key, algorithms=["HS256"])',
      "from jose import jwt\npayload = jwt.decode(token, settings.key, settings.algorithm)",
      "import jwt\nheader = jwt.get_unverified_header(token)\njwt.decode(token, key_for(header), algorithms=ALGORITHMS)",
      'text = data.decode("utf-8")',
    ],
  },
  mayConcern: /\bjwt\b/,
  findIn: (source) =>
    calls(source).flatMap(({ node, callee, args }): SecurityFinding[] => {
      if (/(^|\.)jwt\.get_unverified_claims$/.test(callee)) {
        return [finding(node, "Claims are read without verifying the token.")];
      }
      if (!/(^|\.)jwt\.decode$/.test(callee)) {
        return [];
      }
      const options = `${named(args, "options")?.text() ?? ""} ${named(args, "verify")?.text() === "False" ? "verify_signature: False" : ""}`;
      if (/verify_signature["']?\s*[:=]\s*False/.test(options)) {
        return [finding(node, "The signature of a token is not verified.")];
      }
      const algorithms = named(args, "algorithms") ?? args.filter(({ name }) => name === null)[2]?.value ?? null;
      if (algorithms !== null && /["']none["']/i.test(algorithms.text())) {
        return [finding(node, "Tokens without a signature are accepted.")];
      }
      const spread = args.some(({ splat }) => splat !== null);
      return algorithms === null && !spread ? [finding(node, "decode is not told which algorithms are allowed.")] : [];
    }),
});

const openCors: SecurityRule = defineRule({
  id: "open-cors",
  title: "Other sites' scripts may not act with a visitor's login",
  examples: {
    bad: [
      'app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)',
      'CORS(app, origins="*", supports_credentials=True)',
      "CORS(app, supports_credentials=True)",
      'app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)',
      "CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True",
    ],
    good: [
      'app.add_middleware(CORSMiddleware, allow_origins=["*"])',
      "app.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_credentials=True)",
      "CORS(app)",
      'CORS(app, origins=["https://app.example.com"], supports_credentials=True)',
      "CORS_ALLOW_ALL_ORIGINS = True",
    ],
  },
  mayConcern: /CORS/i,
  findIn: (source) => [
    ...calls(source).flatMap(({ node, callee, args }): SecurityFinding[] => {
      const middleware = args.some(({ value }) => /(^|\.)CORSMiddleware$/.test(value.text()));
      const credentials = named(args, middleware ? "allow_credentials" : "supports_credentials")?.text() === "True";
      const origins = named(args, middleware ? "allow_origins" : "origins");
      const pattern = stringValue(named(args, "allow_origin_regex"));
      const flask = /(^|\.)(CORS|cross_origin)$/.test(callee);
      const open =
        /^\[?\s*["']\*["']\s*,?\s*\]?$/.test(origins?.text() ?? "") ||
        pattern === ".*" ||
        (flask && origins === null && named(args, "resources") === null);
      return (middleware || flask) && credentials && open
        ? [finding(node, "Any site may send requests with the visitor's login.")]
        : [];
    }),
    ...openSettings(source),
  ],
});

/** django-cors-headers is told by names. */
function openSettings(source: SourceFile): SecurityFinding[] {
  const set = nodesOf(source.root, "assignment").filter((node) => node.field("right")?.text() === "True");
  const all = set.find((node) => /^CORS_(ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)$/.test(node.field("left")?.text() ?? ""));
  const credentials = set.some((node) => node.field("left")?.text() === "CORS_ALLOW_CREDENTIALS");
  return all !== undefined && credentials ? [finding(all, "Any site may send requests with the visitor's login.")] : [];
}

const loggedSecret: SecurityRule = defineRule({
  id: "logged-secret",
  title: "Secrets are not written to logs",
  examples: {
    bad: [
      'logger.info(f"login with {password}")',
      'print("token", token)',
      'logging.debug("new user %s %s", user.email, user.password)',
      'logger.info("request", extra={"authorization": request.headers["Authorization"]})',
      'current_app.logger.info("key: %s" % api_key)',
    ],
    good: [
      'logger.info("password changed for %s", user.id)',
      'print("token issued")',
      'logger.info(f"user {user.id} signed in")',
      'logger.warning("invalid token: %s", error)',
      'logger.debug("%d of %d tokens, from %s", used.prompt_tokens, max_tokens, token_path)',
      "print(len(token))",
    ],
  },
  mayConcern: /password|passwd|secret|token|api_?key|private_?key|credential|authorization/i,
  findIn: (source) =>
    calls(source)
      .filter(({ callee }) =>
        /^print$|(^|\.)(log(ger|ging)?|_logger|LOG)\.(debug|info|warning|warn|error|exception|critical|log)$/i.test(
          callee,
        ),
      )
      .flatMap(({ node, args }) =>
        args.some(({ value }) => shows(value)) ? [finding(node, "A value with the name of a secret is logged.")] : [],
      ),
});

function isSecret(name: string): boolean {
  return secretName(name) !== null || /^(authorization|credentials?)$/i.test(name);
}

/** Whether an expression shows a value whose name tells that it is secret. */
function shows(node: SyntaxNode): boolean {
  switch (node.kind()) {
    case "identifier":
      return isSecret(node.text());
    case "attribute":
      return shows(node.field("attribute") ?? node.field("object") ?? node);
    case "subscript": {
      const key = stringValue(kids(node)[1] ?? null);
      return key !== null && isSecret(key);
    }
    case "call":
    case "keyword_argument":
      return (
        /(^|\.)(str|repr|format)$/.test(dottedName(node.field("function")) ?? "") &&
        argumentsOf(node.field("arguments")).some(({ value }) => shows(value))
      );
    case "string":
    case "interpolation":
    case "concatenated_string":
    case "binary_operator":
    case "tuple":
    case "dictionary":
    case "pair":
    case "parenthesized_expression":
      return kids(node).some((child) => child.kind() !== "string_content" && shows(child));
    default:
      return false;
  }
}

const debugMode: SecurityRule = defineRule({
  id: "debug-mode",
  title: "The debugger is not switched on in code",
  examples: {
    bad: [
      'app.run(host="0.0.0.0", debug=True)',
      "app.run(debug=True)",
      "app = FastAPI(debug=True)",
      'app.config["DEBUG"] = True',
    ],
    good: [
      "app.run(debug=settings.debug)",
      "app = FastAPI()",
      'app.config["DEBUG"] = os.environ.get("DEBUG") == "1"',
      'subprocess.run(["ls"], check=True)',
    ],
  },
  mayConcern: /debug/i,
  findIn: (source) => [
    ...calls(source).flatMap(({ node, callee, args }) =>
      /(^|\.)(run|FastAPI|Starlette)$/.test(callee) && named(args, "debug")?.text() === "True"
        ? [finding(node, "Errors show code and values to whoever causes them.")]
        : [],
    ),
    ...nodesOf(source.root, "assignment").flatMap((node) =>
      /config\[["']DEBUG["']\]$|(^|\.)app\.debug$/.test(node.field("left")?.text() ?? "") &&
      node.field("right")?.text() === "True"
        ? [finding(node, "Errors show code and values to whoever causes them.")]
        : [],
    ),
  ],
});

const weakHash: SecurityRule = defineRule({
  id: "weak-password-hash",
  title: "Passwords are kept as slow, salted hashes",
  examples: {
    bad: [
      "digest = hashlib.md5(password.encode()).hexdigest()",
      "user.password = hashlib.sha256(form.password.encode('utf-8')).hexdigest()",
      "hashlib.sha1((password + salt).encode())",
    ],
    good: [
      "digest = bcrypt.hashpw(password.encode(), bcrypt.gensalt())",
      "etag = hashlib.md5(body).hexdigest()",
      'hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)',
    ],
  },
  mayConcern: /hashlib/,
  findIn: (source) =>
    calls(source).flatMap(({ node, callee, args }) =>
      /(^|\.)(md5|sha1|sha224|sha256|sha384|sha512)$/.test(callee) &&
      args.some(({ value }) => /\bpassw(or)?d\b/i.test(value.text()))
        ? [finding(node, "A password is hashed with a fast function.")]
        : [],
    ),
});

/** Static rules for Python, whatever the framework. */
export const pythonSecurityRules: readonly SecurityRule[] = [
  hardcodedSecret,
  dynamicSql,
  loggedSecret,
  unverifiedJwt,
  openCors,
  debugMode,
  weakHash,
];
