import { describe, expect, it } from "vitest";
import type { Stack } from "@backwright/language-python";
import { stackOf } from "./stack-of.ts";

describe("readStack, of how people sign in,", () => {
  it.each([
    [
      "tokens that are read, not those that are only made",
      { "a.py": "import jwt\njwt.encode({}, key)\n" },
      { auth: [] },
    ],
    [
      "no login by a token that only proves an address",
      { "a.py": "import jwt\ndef verify_reset_token(token):\n    return jwt.decode(token, key)\n" },
      { auth: [] },
    ],
    ...["auth_header[:6] != 'Basic '", 'header.startswith("Basic ")', "re.match(r'Basic (.+)', header)"].map(
      (test): [string, Record<string, string>, Partial<Stack>] => [
        `a header taken apart: ${test}`,
        { "a.py": `if ${test}:\n    ...\n` },
        { auth: ["basic"] },
      ],
    ),
    [
      "a login by the header that Flask takes apart",
      { "a.py": "auth = request.authorization\nif not auth or not auth.username:\n    abort(401)\n" },
      { auth: ["basic"] },
    ],
    [
      "a login by what Flask found in the header",
      { "a.py": 'user = find(request.authorization["username"])\n' },
      { auth: ["basic"] },
    ],
    ["no login by a header that is only looked at", { "a.py": "seen = request.authorization\n" }, { auth: [] }],
    [
      "no session where every request brings its user with it",
      {
        "a.py": "from flask_login import LoginManager\nmanager = LoginManager()\nmanager.request_loader(load)\n",
        "b.py": "from flask_login import current_user\n@api.login_required(scopes=[])\ndef b(): ...\n",
      },
      { auth: [] },
    ],
    ["a session that keeps who is logged in", { "a.py": 'session["user_email"] = email\n' }, { auth: ["session"] }],
    ["no session that keeps something else", { "a.py": 'session["language"] = "en"\n' }, { auth: [] }],
    [
      "tokens of FastAPI Users",
      { "a.py": "from fastapi_users.authentication import JWTStrategy\nreturn JWTStrategy(secret=SECRET)\n" },
      { auth: ["jwt"] },
    ],
    [
      "tokens signed by hand",
      { "a.py": 'import hmac\nhead = {"alg": "HS256", "typ": "JWT"}\nsignature = hmac.new(key, text, sha256)\n' },
      { auth: ["jwt"] },
    ],
    [
      "keys and sessions that guards of Ninja ask for",
      { "a.py": "from ninja.security import (\n    APIKeyHeader,\n    django_auth,\n)\n" },
      { auth: ["apikey", "session"] },
    ],
    [
      "no login by a client of OAuth that says who it is",
      { "a.py": "oauth_client_id = (\n    request.authorization and request.authorization.username\n)\n" },
      { auth: [] },
    ],
    [
      "no login by a token that another service signs its calls with, or by one of another site",
      {
        "a.py":
          'import jwt\ndef sms_received():\n    jwt.decode(request.args["signature"], key)\nkind = "Bearer"\ndef info(id_token):\n    return jwt.decode(jwt=id_token)\n',
      },
      { auth: [] },
    ],
    [
      "no login where something else than a token is validated",
      { "a.py": 'import jwt\njwt.encode({})\nvalidator.validate(form)\nrequest.headers.get("Authorization")\n' },
      { auth: ["token"] },
    ],
    ["a guard of Ninja", { "a.py": "from ninja.security import HttpBearer, HttpBasicAuth\n" }, { auth: ["basic"] }],
    [
      "tokens that a guard of Ninja reads",
      { "a.py": "from ninja.security import HttpBearer\nclass Guard(HttpBearer): ...\n" },
      { auth: ["token"] },
    ],
    [
      "tokens of whoever signs people in",
      { "a.py": "user = auth.verify_id_token(token)\n", "b.py": "x = await client.auth.get_user(jwt=token)\n" },
      { auth: ["jwt"] },
    ],
    [
      "a key that FastAPI takes out of a header",
      { "a.py": "def upload(docs_api_key: str | None = Header(None)): ...\n" },
      { auth: ["apikey"] },
    ],
    [
      "no login by a header that is sent to another service",
      { "a.py": 'headers["Authorization"] = "Basic " + key\nparams["headers"]["X-API-Key"] = key\n' },
      { auth: [] },
    ],
    [
      "no login by bytes that are decoded",
      { "a.py": "import jwt\nx = jwt.encode({})\nreply.content.decode()\n" },
      { auth: [] },
    ],
    ["no login by who is logged in elsewhere", { "a.py": "from flask_login import current_user\n" }, { auth: [] }],
    [
      "a session that is begun",
      { "a.py": "from flask_login import LoginManager\n@LoginManager().user_loader\ndef load(id): ...\n" },
      { auth: ["session"] },
    ],
    [
      "no login by a connection to another site",
      { "hooks/a.py": 'data = {"grant_type": "authorization_code"}\n', "accounts/a.py": "login(request, user)\n" },
      { auth: [] },
    ],
    [
      "a login by another site",
      { "social/a.py": 'data = {"grant_type": "authorization_code"}\n', "social/b.py": "login(request, user)\n" },
      { auth: ["oauth2"] },
    ],
    [
      "a login by another site, as the folder says",
      { "app/authentication/provider/a.py": 'data = {"grant_type": "authorization_code"}\n' },
      { auth: ["oauth2"] },
    ],
    [
      "keys that a class of its own asks for",
      { "a.py": "class APIKeyAuthentication(BaseAuthentication): ...\n" },
      { auth: ["apikey"] },
    ],
    [
      "no JWT that is only made, where something else is validated",
      { "a.py": "import jwt\njwt.encode({})\nfrom b import validate\n", "b.py": 'request.headers["Authorization"]\n' },
      { auth: ["token"] },
    ],
    [
      "a token that a function takes out of headers",
      { "a.py": 'def token(headers):\n    return headers.get("Authorization", "")\n' },
      { auth: ["token"] },
    ],
    ["no token that is sent to others", { "a.py": 'headers["Authorization"] = token\n' }, { auth: [] }],
    ["a session of Flask-User", { "a.py": "from flask_user import login_required\n" }, { auth: ["session"] }],
    [
      "JWT",
      { "a.py": "import jwt\njwt.decode(token, key)\n", "b.py": 'request.headers["Authorization"]\n' },
      { auth: ["jwt"] },
    ],
    [
      "no login by a token that nothing takes out of a request",
      { "a.py": "import jwt\njwt.decode(token, key)\n" },
      { auth: [] },
    ],
    [
      "keys that the application keeps",
      { "models.py": "class ApiKey(Base):\n    key = 1\n", "b.py": "class ApiKeyHeader(Base): ...\n" },
      { auth: ["apikey"] },
    ],
    ["keys in a header", { "a.py": 'header = APIKeyHeader(name="X-API-Key")\n' }, { auth: ["apikey"] }],
    ["a comment about something", { "a.py": "# OAuth2PasswordBearer(\n" }, { auth: [] }],
  ])("finds %s", (_what, files, expected) => {
    expect(stackOf(files as unknown as Record<string, string>)).toMatchObject(expected);
  });
});
