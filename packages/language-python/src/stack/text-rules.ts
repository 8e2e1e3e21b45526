import type { StackField } from "./rules.ts";

/** What a line of the application's code speaks for. */
export interface TextRule {
  readonly field: StackField;
  readonly value: string;
  readonly pattern: RegExp;
  /** Of these words, every text that fits has one: looking for them costs less. */
  readonly words?: readonly string[];
  /** What a file of the same folder has to hold as well. */
  readonly with?: RegExp;
  /** A path that says the same as what `with` asks for. */
  readonly within?: RegExp;
  /** What the evidence calls it; `code` where nothing is given. */
  readonly rule?: string;
}

const keyNames = ["APIK", "ApiK", "Apik", "API_K", "Api_K"];

export const textRules: readonly TextRule[] = [
  {
    field: "auth",
    value: "oauth2",
    words: ["OAuth2"],
    pattern:
      /\bOAuth2(PasswordBearer|AuthorizationCodeBearer|PasswordRequestForm)\w*\b(?=\s*\()|\bOAuth2\w*\(\s*tokenUrl\s*=/,
  },
  // Keys that the application itself gives out are kept by it.
  {
    field: "auth",
    value: "apikey",
    words: keyNames,
    pattern: /^class A(?:PI|pi)_?[Kk](?:EYS?|eys?)\s*\((?!.*(?:Header|Query|Cookie|Exception|Error))/m,
  },
  { field: "auth", value: "apikey", words: keyNames, pattern: /^class \w*A(?:PI|pi)_?[Kk](?:EY|ey)\w*Auth\w*\s*\(/m },
  {
    field: "auth",
    value: "basic",
    words: ["HTTPBasic", "BasicAuthentication"],
    pattern:
      /\bHTTPBasic\s*\(|from flask_httpauth import [^\n]*HTTPBasicAuth|["']rest_framework\.authentication\.BasicAuthentication["']/,
  },
  // Whoever signs people in gives out such tokens; the application only reads them.
  {
    field: "auth",
    value: "jwt",
    words: ["verify_id_token", "get_user"],
    pattern: /\bauth\.verify_id_token\s*\(|\bget_user\s*\(\s*jwt\s*=/,
  },
  // The header taken apart by hand; who a client of OAuth is, is no login.
  {
    field: "auth",
    value: "basic",
    words: ["Basic", "basic", "request.authorization"],
    pattern:
      /(?:startswith|match|replace|removeprefix|split)\(\s*r?["']\^?Basic\b|[!=]=\s*["']Basic ?["']|\blower\(\)\s*[!=]=\s*["']basic["']|(?<!client_(?:id|secret)\s*=\s*\(?\s*(?:request\.authorization and )?)(?<!\.)\brequest\.authorization(?:\.|\[["'])(?:username|password)\b/,
  },
  // The header that Flask has already taken apart.
  {
    field: "auth",
    value: "basic",
    words: ["request.authorization"],
    pattern:
      /\b(\w+)\s*=\s*(?:flask\.)?request\.authorization\b[\s\S]{0,400}?\b\1(?:\.|\[["']|\.get\(\s*["'])(?:username|password)\b/,
  },
  {
    field: "auth",
    value: "session",
    words: ["flask_security"],
    pattern: /from flask_security import (?:\([^)]*|[^\n]*)\b(?:login_required|auth_required|Security)\b/,
  },
  // What a login with the account of another site sends; without a login after it, it only connects to that site.
  {
    field: "auth",
    value: "oauth2",
    words: ["grant_type"],
    pattern: /["']grant_type["']\s*:\s*["']authorization_code["']/,
    with: /\b\w*login\w*\s*\(|\b(?:create|make|generate|issue)_\w*token\w*\s*\(|\bget_or_create|\bencode\s*\(/,
    within: /(^|\/)(auth|authentication|login|sso|social_?auth|accounts?)\//,
  },
  {
    field: "auth",
    value: "apikey",
    words: ["request."],
    pattern: /request\.(?:args|values|headers|query_params|GET)(?:\.get\(|\[)\s*["'][\w-]*api[-_]?key["']/i,
  },
  { field: "auth", value: "token", words: ["TokenAuth"], pattern: /\bHTTPTokenAuth\s*\(|\bTokenAuthentication\b/ },
  {
    field: "auth",
    value: "apikey",
    words: ["X-A", "X_A", "x-api", "x_api"],
    pattern: /["'](?:HTTP_)?(?:X[-_]A(?:PI|pi)[-_]K(?:EY|ey)|x[-_]api[-_]key)["'](?!\s*(?:\]\s*=(?!=)|:))/,
  },
  // A parameter that FastAPI takes out of the header of its name.
  {
    field: "auth",
    value: "apikey",
    words: ["Header("],
    pattern: /\b\w*api_?key\s*:[^=\n]*(?:=\s*Header\(|\bHeader\(\s*\))/i,
  },
  {
    field: "auth",
    value: "apikey",
    words: ["APIKey"],
    pattern: /\bAPIKey(?:Header|Query|Cookie)\(\s*(?!\)|(?:name\s*=\s*)?["']Authorization)/,
  },
  // What it says of itself is the rule of a bearer: it may be a JWT.
  {
    field: "auth",
    value: "token",
    words: ["_auth_token"],
    pattern: /\bdef (?:verify|generate|encode|decode)_auth_token\b/,
    rule: "bearer",
  },
  {
    field: "auth",
    value: "session",
    words: ["SessionMiddleware"],
    pattern: /\bSessionMiddleware\b(?!["'])/,
    rule: "middleware",
  },
  {
    field: "auth",
    value: "session",
    words: ["session["],
    pattern:
      /\bsession\[\s*["'](?:user|id|_?user_?id|user_?name|user_email|logged_?in|is_logged_in|authenticated|is_authenticated|current_user)["']/,
  },
  {
    field: "auth",
    value: "session",
    words: ["set_cookie"],
    pattern: /\bset_cookie\(\s*(?:key\s*=\s*)?[\w."'[]*session/i,
  },
  {
    field: "apiStyles",
    value: "websocket",
    words: ["websocket"],
    pattern: /@\w+(\.\w+)*\.websocket\(|\badd_(api_)?websocket_route\(/,
  },
];
