import type { Needs } from "../needs.ts";
import type { StackField } from "./rules.ts";

export interface CodeRule {
  readonly field: StackField;
  readonly value: string;
  /** A text without it is not searched; rules that share it share that search. */
  readonly needs?: Needs;
  readonly pattern: RegExp;
  readonly rule: string;
  /** Values of the same field that already explain it. */
  readonly unless?: readonly string[];
}

const apiKey = /api_?(?:key|token)/i;
const session = /session/i;
const ownHeader = /"x-/i;
const cookie: Needs = ["Cookie"];

/** What code says without a package of its own. Where a client of OAuth says who it is, nobody signs in. */
export const codeRules: readonly CodeRule[] = [
  {
    field: "auth",
    value: "basic",
    needs: ["BasicAuth", '"Basic', '"basic"', "Basic realm", "middleware.New(", "gin.New(", "basicauth.New("],
    pattern:
      /^(?![^\n]*[cC]lient)[^\n]*\.BasicAuth\(\)|["\x60]Basic realm|\.(?:New|Simple)BasicAuth\w*\(|Authorization\b[\s\S]{0,300}?[!=]=\s*"[Bb]asic"|\b(?:middleware|gin|\w*basicauth)\.(?:BasicAuth\w*|New)\((?=[\s\S]{0,120}?(?:[Uu]ser|Accounts|Validator|[cC]red))|(?:Has|Cut|Trim)Prefix\([^)\n]*"Basic ?"(?![\s\S]{0,900}?[cC]lient_?(?:ID|id|[sS]ecret))|gin\.BasicAuth\(|\b\w+With\w*BasicAuth\(/m,
    rule: "call",
  },
  // Whoever signs people in gives out such tokens; the application only reads them.
  {
    field: "auth",
    value: "jwt",
    needs: ["VerifyIDToken"],
    pattern: /\.VerifyIDToken(?:AndCheckRevoked)?\(/,
    rule: "call",
  },
  {
    field: "auth",
    value: "jwt",
    pattern: /\bmiddleware\.JWT(?:WithConfig)?\(/i,
    needs: ["middleware.JWT"],
    rule: "call",
  },
  // A token signed and read by hand.
  {
    field: "auth",
    value: "jwt",
    needs: ["hmac.Equal("],
    pattern: /["\x60\\]typ\\?"\s*:\s*\\?"JWT|["\x60\\]alg\\?"\s*:\s*\\?"HS(?:256|384|512)/,
    rule: "signature",
  },
  // A client sets the header; who serves reads it. In a list it is one that may be sent.
  {
    field: "auth",
    value: "apikey",
    needs: /"x-a(?:pi|uth)|keyauth/i,
    pattern:
      /(?<!\.(?:Set|Add|SetHeader|AddHeader)\(\s*|"\s*,\s*)"X-(?:Api|Auth)-?Key"(?!\s*,\s*")|middleware\.KeyAuth\w*\(|keyauth\.New\(/i,
    rule: "header",
  },
  // A key of the application's own: `X-Shop-Key`.
  {
    field: "auth",
    value: "apikey",
    needs: ownHeader,
    pattern:
      /(?:\.(?:Get|GetHeader|Peek)\(\s*|\w*(?:header|key)\w*\s*=\s*)"X-(?!Idempoten|Cache|Request|Public|Surrogate|Encrypt|Trace)(?:\w+-)+Key"/i,
    rule: "header",
  },
  // Who calls is known by a key or a token for programs.
  {
    field: "auth",
    value: "apikey",
    needs: apiKey,
    pattern:
      /^func [^\n]*\b(?:\w*(?:By|Verify|Validate|Check|Authenticate|Authorize)Api_?(?:Key|Token)\w*\(|\w*Api_?(?:Key|Token)\w*\([^)\n]*\b(?:key|token)\b[^)\n]*\)\s*\([^)\n]*\b(?:User|Account)\b)/im,
    rule: "function",
  },
  {
    field: "auth",
    value: "apikey",
    needs: apiKey,
    pattern: /^func [^\n]*\b\w*(?:By_?Api_?Key|Api_?Key_?(?:Auth|Header|Middleware|Guard))\w*\(/im,
    rule: "function",
  },
  {
    field: "auth",
    value: "apikey",
    needs: apiKey,
    pattern: /\.(?:Get|Query|QueryParam|FormValue)\(\s*"api_?key"\s*\)/i,
    rule: "query",
  },
  {
    field: "auth",
    value: "apikey",
    needs: apiKey,
    pattern: /"(?:Authorization|X-Auth-Token)"\)[\s\S]{0,400}?\b(?:api_?key|\w*[a-z]APIKey)/i,
    rule: "header",
  },
  {
    field: "auth",
    value: "token",
    needs: /authorization/i,
    pattern:
      /\w*token\w*\s*(?::?=|:)[^\n]*\.(?:Get|GetHeader|Peek)\(\s*(?:"Authorization"|[\w.]*Authorization\w*)\s*[,)]|\.(?:Get|GetHeader|Peek)\(\s*(?:"Authorization"|[\w.]*Authorization\w*)\s*\)[\s\S]{0,800}?(?:"Bearer\b|\b(?:Verify|Validate|Parse)\w*Token\()/i,
    rule: "header",
    unless: ["jwt", "apikey"],
  },
  {
    field: "auth",
    value: "token",
    needs: ownHeader,
    pattern: /\.(?:Get|GetHeader|Peek)\(\s*"X-(?:(?:Access|Auth|User|Session|Api|Client)-)?Token"\s*[,)]/i,
    rule: "header",
    unless: ["jwt", "apikey"],
  },
  {
    field: "auth",
    value: "token",
    needs: ["AuthFromMD("],
    pattern: /\bAuthFromMD\(/,
    rule: "metadata",
    unless: ["jwt", "apikey"],
  },
  {
    field: "auth",
    value: "token",
    needs: cookie,
    pattern: /\.Cookie\(\s*"(?!\w*csrf)[\w-]*token[\w-]*"\s*\)/i,
    rule: "cookie",
    unless: ["jwt", "apikey", "session"],
  },
  // What a login with the account of another site sends.
  {
    field: "auth",
    value: "oauth2",
    needs: ["grant_type"],
    pattern: /"grant_type"\s*[,:}]\s*(?:\{\s*)?"authorization_code"/,
    rule: "grant",
  },
  // Whatever fork of the library it is.
  { field: "auth", value: "session", pattern: /\bscs\.(?:New\w*\(|SessionManager\b)/, rule: "call" },
  {
    field: "auth",
    value: "session",
    needs: session,
    pattern: /\b(?:md|meta\w*)\.Get\(\s*"session[\w-]*"\s*\)/i,
    rule: "metadata",
  },
  {
    field: "auth",
    value: "session",
    needs: session,
    pattern: /^func [^\n]*\b(?:Get|Find|Load)Session(?:ByToken)?\([^)\n]*\btoken\b/im,
    rule: "function",
  },
  { field: "auth", value: "session", needs: cookie, pattern: /http\.Cookie\{[^}]{0,200}session/i, rule: "cookie" },
  // A cookie of the application's own making that says who somebody is.
  {
    field: "auth",
    value: "session",
    needs: cookie,
    pattern:
      /\.Cookies?\(\s*(?:"(?:auth|login|logged_?in|sid|sess\w*|user(?:_?id|name)?)"|[\w.]*(?:session|login|auth_?cookie)\w*)\s*[,)]/i,
    rule: "cookie",
    unless: ["jwt", "token"],
  },
  // Whose cookie has its name elsewhere is told by the package that reads it.
  {
    field: "auth",
    value: "session",
    needs: cookie,
    pattern: /^package (?:\w*auth\w*|sessions?|security)\n[\s\S]*?\.Cookies?\(\s*[\w.]*cookie_?name/im,
    rule: "cookie",
    unless: ["jwt", "token"],
  },
  {
    field: "validation",
    value: "go-playground-validator",
    // Of tags that are called `validate` the package that reads them tells; generators of documentation read them too.
    needs: ["binding:"],
    pattern: /`[^`\n]*\bbinding:"[^"\n]*\b(?:required|min|max|email|len|oneof|gt|lt)\b/,
    rule: "struct tag",
  },
  {
    field: "orms",
    value: "sqlc",
    needs: ["Code generated"],
    pattern: /^\/\/ Code generated by sqlc/m,
    rule: "generated code",
  },
];

/** What puts queries together for some driver. */
export const queryBuilders: ReadonlySet<string> = new Set(["squirrel", "goqu"]);

/** Import paths that are what data access is written with where nothing above it is used; exact paths. */
export const plainDrivers: readonly { readonly value: string; readonly packages: readonly RegExp[] }[] = [
  { value: "pgx", packages: [/^github\.com\/jackc\/pgx(\/pgxpool)?$/] },
  { value: "qmgo", packages: [/^github\.com\/qiniu\/qmgo$/] },
  { value: "mgm", packages: [/^github\.com\/kamva\/mgm$/] },
  { value: "mongo-driver", packages: [/^go\.mongodb\.org\/mongo-driver\/mongo$/] },
  { value: "mgo", packages: [/^gopkg\.in\/mgo$|^github\.com\/globalsign\/mgo$/] },
  { value: "gocql", packages: [/^github\.com\/gocql\/gocql$/] },
  { value: "database/sql", packages: [/^database\/sql$/] },
];
