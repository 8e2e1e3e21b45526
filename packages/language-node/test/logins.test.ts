import { describe, expect, it } from "vitest";
import { applicationSources, readStack } from "../src/index.ts";
import { projectOf } from "./project.ts";

function logins(text: string, rest: Readonly<Record<string, string>> = {}): readonly string[] {
  const project = projectOf({ "src/a.ts": text, ...rest });
  return readStack({ project, dirs: ["."], manifests: [], files: applicationSources(project, ".") }).auth;
}

describe("logins that code has of its own", () => {
  it.each([
    ["a name and password that are taken apart", "if (header.startsWith('Basic ')) decode(header);", ["basic"]],
    ["the scheme by itself", "const known = parts[0] === 'Basic';", ["basic"]],
    ["what asks the browser for a name", 'reply.header("WWW-Authenticate", "Basic realm=notes");', ["basic"]],
    ["a plan that is called basic", "if (account.plan === 'Basic') limit();", []],
    ["what a client sends", "headers: { authorization: `Basic ${secret}` }", []],
    ["a token that is looked up", "const token = header.replace('Bearer ', ''); find(token);", ["token"]],
    ["a token that is sent", "headers: { authorization: `Bearer ${token}` }", []],
    ["a token that is one secret", "if (request.headers.authorization !== `Bearer ${secret}`) fail();", ["apikey"]],
    ["a key in a header of the application's own", 'request.headers["x-admin-key"]', ["apikey"]],
    ["a key in the query", "find(req.query.api_key)", ["apikey"]],
    ["keys that people make", 'router.post("/api-keys", make);', ["apikey"]],
    ["a key that is compared", "if (given !== this._api_key_secret) return false;", ["apikey"]],
    ["a key of the environment", "if (given === process.env.NOTES_API_KEY) next();", ["apikey"]],
    ["a key that was changed", "if (saved.apiKey !== form.apiKey) save();", []],
    ["a page of keys", 'link.href = "/api-keys";', []],
    ["a function that looks at keys", "verifyAPIKey(request.headers.key);", ["apikey"]],
    ["a key for a service of others", "await weather.validateApiKey(settings.weather);", []],
    ["a session that is looked up", "const session = validateSession(req, res);", ["session"]],
    ["an account of a provider", 'get("https://www.googleapis.com/oauth2/v3/userinfo")', ["oauth2"]],
    ["what a document says of a provider", 'authorizationUrl: "https://github.com/login/oauth/authorize"', []],
  ])("tells %s", (_what, text, expected) => {
    expect(logins(text)).toEqual(expected);
  });

  it("takes a token for one that is looked up only where nothing tells more of it", () => {
    const token = "const token = header.split('Bearer ')[1];\n";

    expect(logins(`import jwt from "jsonwebtoken";\n${token}`)).toEqual(["jwt"]);
    expect(
      logins(`import { createClient } from "@supabase/supabase-js";\n${token}client.auth.getUser(token);`),
    ).toEqual(["jwt"]);
  });

  it("takes a strategy for passwords for a session where no tokens are signed", () => {
    const local =
      'import { Strategy as LocalStrategy } from "passport-local";\npassport.use(new LocalStrategy(check));\n';

    expect(logins(local)).toEqual(["session"]);
    expect(logins(`${local}import jwt from "jsonwebtoken";\n`)).toEqual(["jwt"]);
  });

  it("leaves out what guards only documents or queues, where there is another login", () => {
    const docs = 'import basic from "express-basic-auth";\napp.use("/docs", basic(users), swagger.serve);\n';

    const hook = { "src/webhooks.ts": "if (!header.startsWith('Basic ')) return;\n" };

    expect(logins(docs)).toEqual(["basic"]);
    expect(logins(docs, { "src/b.ts": 'import jwt from "jsonwebtoken";\n' })).toEqual(["jwt"]);
    expect(logins('import jwt from "jsonwebtoken";\n', hook)).toEqual(["jwt"]);
  });

  it("leaves out a secret that guards only figures of health, where there is another login", () => {
    const guard = { "src/health.guard.ts": "return request.headers.authorization === `Bearer ${secret}`;\n" };

    expect(logins("", guard)).toEqual(["apikey"]);
    expect(logins('import jwt from "jsonwebtoken";\n', guard)).toEqual(["jwt"]);
  });

  it("takes calls of Google's services for no login, and tokens of its accounts for one", () => {
    const client = 'import { GoogleAuth, OAuth2Client } from "google-auth-library";\n';

    expect(logins(`${client}new GoogleAuth();`)).toEqual([]);
    expect(logins(`${client}new OAuth2Client(id).verifyIdToken({ idToken });`)).toEqual(["oauth2"]);
  });

  it("reads nothing of tests in a browser", () => {
    expect(logins("", { "cypress/login.ts": 'get("https://github.com/login/oauth/authorize")' })).toEqual([]);
  });
});
