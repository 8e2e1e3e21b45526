import type { SecurityFinding, SecurityRule } from "@backwright/core";
import { importsOf } from "../imports.ts";
import { callsIn, lineOf, objectEntries } from "../syntax.ts";
import type { Call, SourceFile, SyntaxNode } from "../syntax.ts";
import { declaredValue, defineRule } from "./rule.ts";

export const unverifiedJwt: SecurityRule = defineRule({
  id: "unverified-jwt",
  title: "JSON web tokens are verified, with the algorithms named",
  examples: {
    bad: [
      'import jwt from "jsonwebtoken";\nexport const user = (token: string) => jwt.verify(token, key);',
      'const jwt = require("jsonwebtoken");\nconst options = { issuer: "api" };\njwt.verify(token, key, options, (error, payload) => next(error));',
      'import jwt from "jsonwebtoken";\nreq.user = jwt.decode(token);',
      'import { decodeJwt } from "jose";\nexport function who(token: string) { return decodeJwt(token).sub; }',
      'import jwt from "jsonwebtoken";\njwt.verify(token, key, { algorithms: ["none", "HS256"] });',
    ],
    good: [
      'import jwt from "jsonwebtoken";\njwt.verify(token, key, { algorithms: ["HS256"] });',
      'import { jwtVerify } from "jose";\nawait jwtVerify(token, key, { algorithms: ["HS256"] });',
      'import jwt from "jsonwebtoken";\nconst options = { algorithms: ["RS256"] };\njwt.verify(token, key, options);',
      'import jwt from "jsonwebtoken";\nconst header = jwt.decode(token, { complete: true });\njwt.verify(token, keyFor(header), { algorithms: ["RS256"] });',
      'import argon2 from "argon2";\nawait argon2.verify(hash, password);',
      'import jwt from "jsonwebtoken";\nimport { options } from "./options.ts";\njwt.verify(token, key, options);',
    ],
  },
  mayConcern: /jsonwebtoken|jose|jwt-decode|jwt-simple/,
  findIn(source) {
    const calls = callsIn(source.root);
    const names = tokenNames(source);
    const verifies = calls.some(
      (call) => call.method === "jwtVerify" || (call.method === "verify" && belongs(call, names)),
    );
    return calls.flatMap((call): SecurityFinding[] => {
      const line = lineOf(call.node);
      if (call.method === "verify" && belongs(call, names) && call.args.length >= 2) {
        const fault = optionsFault(source, call);
        return fault === null ? [] : [{ line, message: fault }];
      }
      const decodes =
        (call.method === "decode" && call.object !== null && belongs(call, names)) ||
        (call.object === null && /^(jwtDecode|jwt_decode|decodeJwt)$/.test(call.method ?? ""));
      return decodes && !verifies
        ? [{ line, message: "A token is decoded and nothing in this file verifies it." }]
        : [];
    });
  },
});

/** Local names of jsonwebtoken, and of its functions where they are imported alone. */
function tokenNames(source: SourceFile): Set<string> {
  const records = importsOf(source).filter((record) => record.specifier === "jsonwebtoken");
  return new Set(records.flatMap((record) => [record.binding ?? [], record.named.map((entry) => entry.alias)].flat()));
}

function belongs(call: Call, names: ReadonlySet<string>): boolean {
  return names.has(call.object?.text() ?? call.callee.text());
}

/** What is wrong with the options of `verify`; `null` where nothing is, or they come from another file. */
function optionsFault(source: SourceFile, call: Call): string | null {
  const given = call.args[2];
  const options: SyntaxNode | null | undefined =
    given?.kind() === "identifier" ? declaredValue(source, given.text()) : given;
  if (given?.kind() === "identifier" && options === null) {
    return null;
  }
  const algorithms = options?.kind() === "object" ? objectEntries(options).get("algorithms") : undefined;
  if (algorithms === undefined) {
    const spreads =
      options?.kind() === "object" && options.children().some((child) => child.kind() === "spread_element");
    return spreads || (options !== undefined && options?.kind() === "member_expression")
      ? null
      : "verify is not told which algorithms are allowed.";
  }
  return /["'`]none["'`]/i.test(algorithms.text()) ? "verify accepts tokens without a signature." : null;
}
