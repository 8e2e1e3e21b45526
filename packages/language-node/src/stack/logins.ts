import type { Evidence, ProjectReader } from "@backwright/core";
import { lineAt } from "../json.ts";

interface LoginRule {
  readonly value: string;
  readonly rule: string;
  readonly pattern: RegExp;
  /**
   * A part of every match; in small letters where the pattern does not tell them from capital ones. Texts are searched for it
   * first: one that begins with a rare letter and is short is found fastest.
   */
  readonly word: string;
  /** What the same file has to speak of: keys are checked for other services as well. */
  readonly beside?: RegExp;
  /** Lines that only speak of it. */
  readonly except?: RegExp;
  /** A package that has to be imported somewhere. */
  readonly needs?: string;
  /** Only where no import tells of one of these. */
  readonly unless?: readonly string[];
}

/** Ways to sign in that need no package of their own, by what the code says. */
const loginRules: readonly LoginRule[] = [
  {
    value: "apikey",
    rule: "header",
    word: "x-api-key",
    pattern: /["']x-api-key["'](?!\s*[:\]])|headers?\??\.?\[["']x-api-key["']\]/gi,
    // Documents of an API, and what browsers may send, name the header as well.
    except: /addApiKey|\bin\s*:\s*["']header|allow|expose|\bname\s*:|^\s*(["'`]).*\1,?\s*$/i,
  },
  {
    value: "apikey",
    rule: "guard",
    word: "pikey",
    pattern:
      /\b(?:(?:validate|verify|check|require|authenticate|(?:find|get)\w*By)ApiKey|ApiKey(?:Auth)?(?:Guard|Strategy|Middleware))\b/gi,
    except: /\bimport\b/,
    beside: /\b(?:req|request|headers?|canActivate|preHandler|onRequest|socket)\b|Guard\b|Strategy\b|Middleware\b/,
  },
  {
    value: "apikey",
    rule: "header",
    word: "header",
    pattern:
      /\bheaders?(?:\?\.)?(?:\[|\()\s*["'](?:x-(?:app|admin|auth|service|internal|secret|master|access|server)-(?:api-?)?key|x-apikey|api-?key|x-api-(?:token|secret))["']/gi,
  },
  ...["pi_key", "pikey"].map((word) => ({
    value: "apikey",
    rule: "comparison",
    word,
    pattern: new RegExp(
      `[!=]==?\\s*(?:process\\.env|env|config|settings|this)\\.(?:\\w+\\.)*_?(?:\\w+_)?a${word}\\w*`,
      "gi",
    ),
  })),
  {
    value: "apikey",
    rule: "query",
    word: "query.",
    pattern: /\b(?:req|request)\.query\.api_?key\b/gi,
  },
  {
    value: "apikey",
    rule: "route",
    word: "-keys",
    pattern:
      /(?:\.(?:get|post|put|patch|delete|use|route|register)\s*(?:<[^()]*>)?\(|@(?:Controller|Get|Post|Delete)\()\s*["'`](?:\/?[\w/:-]*\/)?api-keys\b/g,
  },
  {
    value: "apikey",
    rule: "header",
    word: "bearer",
    pattern: /authorization["'\]]*\)?\s*[!=]==?\s*`Bearer \$\{/gi,
  },
  {
    value: "basic",
    rule: "header",
    word: "basic",
    pattern:
      /(?:startsWith|split|replace|indexOf|match|test)\(\s*["'`]Basic |\/\^?Basic(?:\\s| )|(?:scheme|auth\w*|\[0\])\s*[!=]==?\s*["'`]Basic["'`]|WWW-Authenticate["'`]\s*[,:]\s*["'`]Basic\b/gi,
  },
  {
    value: "oauth2",
    rule: "address",
    word: "/oauth",
    pattern:
      /https:\/\/(?:accounts\.google\.com\/o\/oauth2|(?:www\.)?googleapis\.com\/oauth2\/v\d\/(?:userinfo|tokeninfo)|oauth2\.googleapis\.com\/tokeninfo|github\.com\/login\/oauth|www\.facebook\.com\/\S*\/dialog\/oauth|discord\.com\/(?:api\/)?oauth2\/authorize|gitlab\.com\/oauth\/authorize|kauth\.kakao\.com\/oauth|nid\.naver\.com\/oauth2|login\.microsoftonline\.com\/\S*\/oauth2|www\.linkedin\.com\/oauth|id\.twitch\.tv\/oauth2\/authorize)/g,
    except: /authorizationUrl|tokenUrl/,
  },
  { value: "oauth2", rule: "provider", word: "Provid", pattern: /\bsocialProviders\b/g, needs: "better-auth" },
  { value: "jwt", rule: "call", word: "IdToke", pattern: /\.verifyIdToken\s*\(/g, needs: "firebase-admin" },
  {
    value: "session",
    rule: "cookie",
    word: "cookie",
    pattern: /\bunsignCookie\s*\(|\bcookies(?:\?\.|\.|\[["']?)\w*(?:session|token|auth|sid|cookie)\w*/gi,
    unless: ["jwt", "session"],
  },
  {
    value: "session",
    rule: "call",
    word: "Sessio",
    pattern: /\b(?:validate|verify|invalidate)Session(?:Token|Cookie)?\s*\(/g,
    unless: ["jwt", "session"],
  },
  {
    value: "jwt",
    rule: "call",
    word: "h.get",
    pattern: /\.auth\.get(?:User|Claims)\s*\(/g,
    needs: "@supabase/supabase-js",
    unless: ["session"],
  },
  {
    value: "session",
    rule: "strategy",
    word: "LocalS",
    pattern: /\bLocalStrategy\b/g,
    needs: "passport-local",
    unless: ["jwt", "session", "basic"],
  },
  {
    value: "token",
    rule: "header",
    word: "bearer",
    pattern:
      /(?:startsWith|split|replace|indexOf|match|test)\(\s*["'`]Bearer |\/\^?Bearer(?:\\s| )|(?:scheme|\[0\])\s*[!=]==?\s*["'`]Bearer["'`]/gi,
    unless: ["jwt", "oauth2", "apikey", "session"],
  },
];

export interface LoginRequest {
  readonly project: ProjectReader;
  readonly files: readonly string[];
  /** The packages that the files import. */
  readonly packages: ReadonlySet<string>;
  /** The ways to sign in that imports tell of. */
  readonly known: readonly string[];
}

/** The ways to sign in that code has of its own, the first place of each. */
export function loginsInCode({ project, files, packages, known }: LoginRequest): Evidence[] {
  const found = new Map<string, Evidence>(
    known.map((value) => [value, { field: "auth", value, file: "", line: 1, rule: "" }]),
  );
  const rules = loginRules.filter(({ needs }) => needs === undefined || packages.has(needs));
  const texts = files.map((file) => {
    const text = project.read(file) ?? "";
    return { file, text, small: text.toLowerCase() };
  });
  for (const { value, rule, pattern, word, except, beside, unless = [] } of rules) {
    for (const { file, text, small } of found.has(value) || unless.some((other) => found.has(other)) ? [] : texts) {
      if (!(pattern.ignoreCase ? small : text).includes(word)) {
        continue;
      }
      const match = [...text.matchAll(pattern)].find(({ index }) => isCode(text, index, except));
      if (match !== undefined && beside?.test(text) !== false) {
        found.set(value, { field: "auth", value, file, line: lineAt(text, match.index), rule });
        break;
      }
    }
  }
  return [...found.values()].filter(({ file }) => file !== "");
}

function isCode(text: string, index: number, except: RegExp | undefined): boolean {
  const end = text.indexOf("\n", index);
  const line = text.slice(text.lastIndexOf("\n", index) + 1, end === -1 ? text.length : end);
  return !/^\s*(\/\/|\*|\/\*)/.test(line) && except?.test(line) !== true;
}
