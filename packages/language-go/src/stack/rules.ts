import { dataRules } from "./data-rules.ts";

/** What part of a stack a package speaks for. */
export type StackField = "databases" | "orms" | "auth" | "apiStyles" | "validation";

export interface ImportRule {
  readonly field: StackField;
  /** The word for it, one for all languages. */
  readonly value: string;
  /** Import paths without a major version; packages below them count. */
  readonly packages: readonly string[];
  /** Import paths of anybody's package by their end. */
  readonly named?: RegExp;
  /** What the file that imports it has to do as well. */
  readonly with?: (text: string) => boolean;
  /** What some file of the application has to do as well. */
  readonly anywhere?: RegExp;
}

/** A token that is only made goes to another service, one in a mail proves an address; one that is read signs somebody in. */
function readsLoginToken(text: string): boolean {
  const reading =
    /\b\w*(?:jw[ts]|jose|parser|request|token)\w*\.(?:Parse\w*|Verify\w*|NewParser|Decode|\w*Check)\(|\bKeyfunc\b/gi;
  return [...text.matchAll(reading)].some((match) => {
    const before = text.slice(0, match.index);
    const name =
      /^func (?:\([^)]*\) )?(\w+)/.exec(before.slice(Math.max(0, before.lastIndexOf("\nfunc ") + 1)))?.[1] ?? "";
    return !/reset|confirm|invit|unsubscri|activat|password|e?mail/i.test(name);
  });
}

/** A token for a user under a secret that nobody else has comes back, though nothing reads it yet. */
function makesLoginToken(text: string): boolean {
  return (
    /\bSigningMethodHS\d+\b/.test(text) &&
    /^func [^\n]*\b(?!\w*(?:Reset|Confirm|Invit|Verif|Activat|Password|E?mail))(?:Generate|Create|Make|Issue|New|Sign|Build|Get)\w*(?:Token|JWT)\w*\(/im.test(
      text,
    ) &&
    /user_?(?:id|name)|"(?:sub|uid|email)"|\bSubject\b|\bUser\b/i.test(text)
  );
}

/** A server answers the handshake; who only dials is a client of another. */
function acceptsSockets(text: string): boolean {
  return /\bUpgrade\w*\b|\.Accept\(|websocket\.(?:New|Handler|Server)\b|\bmelody\.New\(|\bNewServer\(/.test(text);
}

/** A package counts where the application's own code imports it; that it is required alone says nothing. */
export const importRules: readonly ImportRule[] = [
  ...dataRules,
  {
    field: "auth",
    value: "jwt",
    packages: [
      "github.com/golang-jwt/jwt",
      "github.com/dgrijalva/jwt-go",
      "github.com/form3tech-oss/jwt-go",
      "github.com/lestrrat-go/jwx",
      "github.com/gbrlsnchs/jwt",
      "github.com/pascaldekloe/jwt",
      "github.com/brianvoe/sjwt",
      "github.com/SermoDigital/jose",
      "github.com/dvsekhvalnov/jose2go",
      "github.com/cristalhq/jwt",
      "github.com/kataras/jwt",
      "github.com/go-jose/go-jose",
      "gopkg.in/square/go-jose",
      "gopkg.in/go-jose/go-jose",
    ],
    with: (text) => readsLoginToken(text) || makesLoginToken(text),
  },
  {
    field: "auth",
    value: "jwt",
    packages: [
      "github.com/gofiber/contrib/jwt",
      "github.com/gofiber/jwt",
      "github.com/labstack/echo-jwt",
      "github.com/appleboy/gin-jwt",
      "github.com/go-chi/jwtauth",
      "github.com/auth0/go-jwt-middleware",
      "github.com/kataras/iris/middleware/jwt",
      "github.com/hertz-contrib/jwt",
      "github.com/iris-contrib/middleware/jwt",
      "github.com/MicahParks/keyfunc",
      "github.com/clerk/clerk-sdk-go",
      "github.com/go-pkgz/auth",
    ],
    named: /\/(?:(?:echo|gin|fiber|chi|iris)-?jwt|jwt-?(?:auth|middleware|ware))$/,
  },
  {
    field: "auth",
    value: "session",
    packages: [
      "github.com/gorilla/sessions",
      "github.com/gorilla/securecookie",
      "github.com/gin-contrib/sessions",
      "github.com/alexedwards/scs",
      "github.com/gofiber/fiber/middleware/session",
      "github.com/labstack/echo-contrib/session",
      "github.com/kataras/iris/sessions",
      "github.com/go-session/session",
      "github.com/icza/session",
      "github.com/zerodha/simplesessions",
      "github.com/gofiber/session",
      "github.com/kataras/go-sessions",
      "github.com/antonlindstrom/pgstore",
      "github.com/boj/redistore",
      "github.com/golangcollege/sessions",
      "github.com/rbcervilla/redisstore",
      "github.com/kidstuff/mongostore",
      "github.com/srinathgs/mysqlstore",
      "github.com/wader/gormstore",
      "github.com/quasoft/memstore",
      "github.com/swithek/sessionup",
      "github.com/volatiletech/authboss",
      "github.com/aarondl/authboss",
      "gitea.com/go-chi/session",
    ],
  },
  {
    field: "auth",
    value: "token",
    packages: ["github.com/o1egl/paseto", "aidanwoods.dev/go-paseto", "github.com/vk-rv/pvx"],
  },
  { field: "auth", value: "oauth2", packages: ["google.golang.org/api/idtoken"], anywhere: /\bidtoken\.Validate\(/ },
  {
    field: "auth",
    value: "oauth2",
    packages: ["golang.org/x/oauth2"],
    // Who only fetches tokens for calls of his own signs nobody in.
    anywhere: /\.(?:AuthCodeURL|Exchange)\(|\/(?:oauth2?|auth|login)\b[^"\s]*\/callback\b/,
  },
  {
    field: "auth",
    value: "oauth2",
    packages: [
      "github.com/coreos/go-oidc",
      "github.com/markbates/goth",
      "github.com/go-oauth2/oauth2",
      "github.com/dghubble/gologin",
      "github.com/ory/fosite",
      "github.com/zitadel/oidc",
    ],
  },
  { field: "auth", value: "oauth2", packages: ["github.com/go-pkgz/auth"], anywhere: /\.AddProvider\(/ },
  { field: "auth", value: "basic", packages: ["github.com/go-pkgz/auth"], anywhere: /\bAdminPasswd\s*:/ },

  {
    field: "apiStyles",
    value: "graphql",
    packages: [
      "github.com/99designs/gqlgen",
      "github.com/graphql-go/graphql",
      "github.com/graph-gophers/graphql-go",
      "github.com/samsarahq/thunder",
    ],
  },
  {
    field: "apiStyles",
    value: "websocket",
    packages: [
      "github.com/gorilla/websocket",
      "nhooyr.io/websocket",
      "github.com/coder/websocket",
      "github.com/gofiber/websocket",
      "github.com/gofiber/contrib/websocket",
      "github.com/olahol/melody",
      "gopkg.in/olahol/melody",
      "github.com/gobwas/ws",
      "golang.org/x/net/websocket",
      "github.com/googollee/go-socket.io",
      "github.com/zishang520/socket.io",
      "github.com/fasthttp/websocket",
      "github.com/hertz-contrib/websocket",
    ],
    with: acceptsSockets,
  },

  {
    field: "validation",
    value: "go-playground-validator",
    packages: ["github.com/go-playground/validator", "gopkg.in/go-playground/validator"],
  },
  {
    field: "validation",
    value: "ozzo-validation",
    packages: [
      "github.com/go-ozzo/ozzo-validation",
      "github.com/jellydator/validation",
      "github.com/invopop/validation",
    ],
  },
  {
    field: "validation",
    value: "beego-validation",
    packages: [
      "github.com/astaxie/beego/validation",
      "github.com/beego/beego/core/validation",
      "github.com/beego/beego/validation",
    ],
  },
  {
    field: "validation",
    value: "govalidator",
    packages: ["github.com/asaskevich/govalidator", "github.com/thedevsaddam/govalidator"],
  },
  { field: "validation", value: "gookit-validate", packages: ["github.com/gookit/validate"] },
  { field: "validation", value: "zog", packages: ["github.com/Oudwins/zog"] },
  {
    field: "validation",
    value: "protovalidate",
    packages: [
      "github.com/bufbuild/protovalidate-go",
      "buf.build/go/protovalidate",
      "github.com/envoyproxy/protoc-gen-validate",
    ],
  },
];
