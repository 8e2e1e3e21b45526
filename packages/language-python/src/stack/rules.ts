/** What part of a stack a module speaks for. */
export type StackField = "databases" | "orms" | "auth" | "apiStyles" | "validation";

export interface ModuleRule {
  readonly field: StackField;
  /** The word for it, one for all languages. */
  readonly value: string;
  readonly modules: readonly string[];
  /** What the file that imports it has to do as well. */
  readonly with?: (text: string) => boolean;
  /** What the evidence calls it; `import` where nothing is given. */
  readonly rule?: string;
}

/** A token that is only made goes to another service, one in a mail proves an address or a call of another service who it is; one that is read signs somebody in. */
export function readsLoginToken(text: string): boolean {
  return [...text.matchAll(tokenReading)].some((match) => {
    const before = text.slice(0, match.index);
    const name = /\bdef\s+(\w+)(?![\s\S]*\bdef\s)/.exec(before.slice(before.lastIndexOf("def ")))?.[1] ?? "";
    return !mailed.test(name);
  });
}

const tokenReading =
  /\b\w*(?:jwt|jose|jws|token)\w*\s*\.\s*(?:decode|verify)\w*\s*\((?!\s*(?:jwt=|token=)?id_token\b)|(?<![\w.])decode\w*\s*\(|\b\w*(?:claims?|registry|token|jwt)\w*(?:\(\))?\.validate\s*\(|(?<!def )\bverify_jwt\w*\s*\(/gi;
const mailed = /reset|confirm|invit|unsubscri|activat|password|e?mail|verification|webhook|sms/i;

/** Where a login token comes from: a header, a cookie, or the parameter of a scheme. */
export const tokenSource: RegExp =
  /["']Authorization["']|\bBearer\b|\bOAuth2\w*\(|\bH(?:TTP|ttp)Bearer\b|\bAPIKey(?:Header|Cookie)\b|["']HTTP_AUTHORIZATION["']|access_?token|auth_?token|\bid_?token\b/i;

/** A module counts where the application's own code imports it; that a package is declared says nothing yet. */
export const moduleRules: readonly ModuleRule[] = [
  { field: "orms", value: "sqlmodel", modules: ["sqlmodel"] },
  {
    field: "orms",
    value: "sqlalchemy",
    modules: [
      "sqlalchemy",
      "flask_sqlalchemy",
      "alchemical",
      "flask_sqlalchemy_lite",
      "advanced_alchemy",
      "fastapi_async_sqlalchemy",
    ],
  },
  { field: "orms", value: "tortoise", modules: ["tortoise"] },
  { field: "orms", value: "peewee", modules: ["peewee", "playhouse", "peewee_async"] },
  { field: "orms", value: "pony", modules: ["pony"] },
  { field: "orms", value: "ormar", modules: ["ormar"] },
  { field: "orms", value: "gino", modules: ["gino"] },
  { field: "orms", value: "mongoengine", modules: ["mongoengine", "flask_mongoengine"] },
  { field: "orms", value: "beanie", modules: ["beanie"] },
  { field: "orms", value: "odmantic", modules: ["odmantic"] },
  { field: "orms", value: "prisma", modules: ["prisma"] },
  { field: "orms", value: "piccolo", modules: ["piccolo"] },
  { field: "orms", value: "pynamodb", modules: ["pynamodb"] },
  { field: "orms", value: "neomodel", modules: ["neomodel", "django_neomodel"] },
  { field: "orms", value: "cqlengine", modules: ["cassandra.cqlengine", "django_cassandra_engine"] },
  { field: "orms", value: "umongo", modules: ["umongo"] },
  { field: "orms", value: "bunnet", modules: ["bunnet"] },
  { field: "orms", value: "redis-om", modules: ["redis_om", "aredis_om"] },
  { field: "orms", value: "edgy", modules: ["edgy"] },
  { field: "orms", value: "orator", modules: ["orator"] },

  {
    field: "auth",
    value: "jwt",
    modules: ["jwt", "jose", "joserfc", "authlib.jose", "python_jwt"],
    with: readsLoginToken,
  },
  {
    field: "auth",
    value: "jwt",
    modules: [
      "flask_jwt_extended",
      "flask_jwt",
      "fastapi_jwt_auth",
      "async_fastapi_jwt_auth",
      "fastapi_users.authentication.strategy.jwt",
      "rest_framework_simplejwt",
      "rest_framework_jwt",
      "ninja_jwt",
      "fastapi_jwt",
      "fastapi_login",
      "fastapi_another_jwt_auth",
      "flask_praetorian",
      "authx",
    ],
  },
  {
    field: "auth",
    value: "jwt",
    modules: ["fastapi_users.authentication"],
    with: (text) => /\bJWTStrategy\s*\(/.test(text),
  },
  // A token signed by hand.
  {
    field: "auth",
    value: "jwt",
    modules: ["hmac"],
    with: (text) => /["']alg["']\s*:\s*["']HS256["']/.test(text),
  },
  { field: "auth", value: "basic", modules: ["ninja.security"], with: (text) => text.includes("HttpBasicAuth") },
  {
    field: "auth",
    value: "apikey",
    modules: ["ninja.security"],
    with: (text) => /\bAPIKey(?:Header|Query|Cookie)\b/.test(text),
  },
  {
    field: "auth",
    value: "session",
    modules: ["ninja.security"],
    with: (text) => /\b(?:django_auth|SessionAuth)\b/.test(text),
  },
  // What it says of itself is the rule of a bearer: it may be a JWT.
  {
    field: "auth",
    value: "token",
    modules: ["ninja.security"],
    with: (text) => text.includes("(HttpBearer)"),
    rule: "bearer",
  },
  {
    field: "auth",
    value: "session",
    modules: ["flask_login"],
    // A user that every request brings with it, by a header, is no session.
    with: (text) => /(?<!\.)\blogin_(?:user|required)\b|\bflask_login\.login_|\.user_loader\b/.test(text),
  },
  {
    field: "auth",
    value: "session",
    modules: [
      "flask_user",
      "flask_simplelogin",
      "flask_appbuilder",
      "starsessions",
      "fastapi_sessions",
      "supertokens_python",
    ],
  },
  {
    field: "auth",
    value: "oauth2",
    modules: [
      "authlib.integrations",
      "authlib.oauth2",
      "authlib.flask",
      "flask_dance",
      "social_django",
      "social_core",
      "allauth.socialaccount",
      "oauth2_provider",
      "fastapi_oauth2",
      "fastapi_oauth20",
      "fastapi_sso",
      "httpx_oauth",
      "flask_oauthlib",
      "mozilla_django_oidc",
      "flask_multipass",
      "flask_oidc",
      "flask_pyoidc",
      "flask_oauth",
      "flask_github",
      "flask_discord",
      "authomatic",
      "rauth",
      "drf_social_oauth2",
      "django_auth_adfs",
      "fastapi_azure_auth",
      "fastapi_keycloak",
      "fastapi_msal",
    ],
  },
  {
    field: "auth",
    value: "oauth2",
    modules: ["requests_oauthlib"],
    with: (text) => /\blogin(?:_user)?\s*\(|after_login/.test(text),
  },
  { field: "auth", value: "basic", modules: ["flask_basicauth"] },
  { field: "auth", value: "token", modules: ["rest_framework.authtoken", "knox"] },
  { field: "auth", value: "apikey", modules: ["rest_framework_api_key"] },

  {
    field: "apiStyles",
    value: "graphql",
    modules: [
      "strawberry",
      "graphene",
      "graphene_django",
      "graphene_sqlalchemy",
      "strawberry_django",
      "graphql_server",
      "ariadne_django",
      "ariadne",
      "flask_graphql",
      "tartiflette",
      "starlette_graphene3",
    ],
  },
  {
    field: "apiStyles",
    value: "websocket",
    modules: ["socketio", "flask_socketio", "flask_sock", "fastapi_websocket_pubsub", "flask_sockets"],
  },
  // It may also pass on nothing but HTTP.
  {
    field: "apiStyles",
    value: "websocket",
    modules: ["channels"],
    with: (text) => /["']websocket["']|Consumer\b/.test(text),
  },
  // Whoever only calls other services imports the same.
  {
    field: "apiStyles",
    value: "grpc",
    modules: ["grpc", "grpclib"],
    with: (text) => /\bgrpc(?:\.aio)?\.server\s*\(|(?<!def )\badd_\w+_to_server\s*\(|\bgrpclib\.server\b/.test(text),
  },

  {
    field: "validation",
    value: "pydantic",
    modules: ["pydantic", "flask_pydantic", "flask_openapi3", "ninja", "spectree", "pydantic_settings"],
  },
  {
    field: "validation",
    value: "marshmallow",
    modules: [
      "marshmallow",
      "flask_marshmallow",
      "webargs",
      "flask_smorest",
      "apiflask",
      "marshmallow_sqlalchemy",
      "apifairy",
    ],
  },
  { field: "validation", value: "drf-serializers", modules: ["rest_framework.serializers", "rest_framework"] },
  { field: "validation", value: "wtforms", modules: ["wtforms"] },
  // Many an application takes no more from it than the protection against forged requests.
  {
    field: "validation",
    value: "wtforms",
    modules: ["flask_wtf"],
    with: (text) => /\bFlaskForm\b|\bForm\b/.test(text),
  },
  {
    field: "validation",
    value: "jsonschema",
    modules: ["jsonschema", "fastjsonschema", "flask_json_schema", "flask_expects_json"],
  },
  { field: "validation", value: "schematics", modules: ["schematics"] },
  { field: "validation", value: "cerberus", modules: ["cerberus"] },
  { field: "validation", value: "voluptuous", modules: ["voluptuous"] },
  { field: "validation", value: "attrs", modules: ["cattrs"] },
];
