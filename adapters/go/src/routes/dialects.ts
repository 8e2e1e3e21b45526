/** How a package that routes requests is used, as far as it differs. */
export interface Dialect {
  /** The framework's name, as people say it. */
  readonly framework: string;
  /** Functions that make an application or a router. */
  readonly makes: readonly string[];
  /** Types that are an application or a router by themselves, and types of parts of one. */
  readonly applications: readonly string[];
  readonly parts: readonly string[];
  /** A handler stands before its guards: `GET(path, handler, guards...)`. */
  readonly handlerFirst: boolean;
  /** A router that is mounted sees paths without the prefix. */
  readonly strips: boolean;
  /** Registering without a method answers every method. */
  readonly everyMethod: boolean;
  /** What is registered for every method is a route for each of them, as the framework itself lists its routes. */
  readonly listsMethods: boolean;
}

const plain = {
  makes: ["New"],
  parts: [],
  handlerFirst: false,
  strips: false,
  everyMethod: false,
  listsMethods: false,
} as const;

/** Guards one behind the other, with a handler or a router as the last. */
export const negroni = "github.com/urfave/negroni";

/** By import path without the major version. */
export const dialects: Readonly<Record<string, Dialect>> = {
  "github.com/gin-gonic/gin": {
    ...plain,
    framework: "gin",
    makes: ["New", "Default"],
    applications: ["Engine"],
    parts: ["RouterGroup", "IRouter", "IRoutes"],
  },
  "github.com/labstack/echo": {
    ...plain,
    framework: "echo",
    applications: ["Echo"],
    parts: ["Group"],
    handlerFirst: true,
    strips: true,
  },
  "github.com/gofiber/fiber": {
    ...plain,
    framework: "fiber",
    applications: ["App"],
    parts: ["Router", "Group"],
    strips: true,
  },
  "github.com/go-chi/chi": {
    ...plain,
    framework: "chi",
    makes: ["NewRouter", "NewMux"],
    applications: ["Mux"],
    parts: ["Router"],
    strips: true,
    everyMethod: true,
    listsMethods: true,
  },
  "github.com/pressly/chi": {
    ...plain,
    framework: "chi",
    makes: ["NewRouter", "NewMux"],
    applications: ["Mux"],
    parts: ["Router"],
    strips: true,
    everyMethod: true,
    listsMethods: true,
  },
  "net/http": { ...plain, framework: "net/http", makes: ["NewServeMux"], applications: ["ServeMux"] },
  "github.com/go-pkgz/routegroup": { ...plain, framework: "net/http", applications: ["Bundle"], strips: true },
  "github.com/go-ozzo/ozzo-routing": {
    ...plain,
    framework: "ozzo-routing",
    applications: ["Router"],
    parts: ["RouteGroup"],
  },
  "github.com/gorilla/mux": { ...plain, framework: "gorilla/mux", makes: ["NewRouter"], applications: ["Router"] },
  "github.com/julienschmidt/httprouter": { ...plain, framework: "httprouter", applications: ["Router"] },
  "github.com/fasthttp/router": { ...plain, framework: "fasthttp", applications: ["Router"], parts: ["Group"] },
  "github.com/buaazp/fasthttprouter": { ...plain, framework: "fasthttp", applications: ["Router"] },
  "github.com/cloudwego/hertz/pkg/app/server": {
    ...plain,
    framework: "hertz",
    makes: ["New", "Default"],
    applications: ["Hertz"],
  },
  "github.com/cloudwego/hertz/pkg/route": {
    ...plain,
    framework: "hertz",
    makes: [],
    applications: ["Engine"],
    parts: ["RouterGroup", "IRouter", "IRoutes", "IRouterGroup"],
  },
  "github.com/kataras/iris": {
    ...plain,
    framework: "iris",
    makes: ["New", "Default"],
    applications: ["Application"],
    parts: ["Party"],
    strips: true,
    listsMethods: true,
  },
  "github.com/kataras/iris/core/router": {
    ...plain,
    framework: "iris",
    makes: [],
    applications: [],
    parts: ["Party"],
    listsMethods: true,
  },
  [negroni]: {
    ...plain,
    framework: "net/http",
    makes: ["New", "Classic"],
    applications: ["Negroni"],
  },
};

/** Frameworks that register routes in ways that are not followed. */
export const otherFrameworks: readonly RegExp[] = [
  /^github\.com\/(beego\/beego|astaxie\/beego)(\/server\/web)?$/,
  /^github\.com\/revel\/revel$/,
  /^github\.com\/gobuffalo\/buffalo$/,
  /^github\.com\/emicklei\/go-restful$/,
  /^github\.com\/go-kratos\/kratos(\/|$)/,
  /^github\.com\/(zeromicro|tal-tech)\/go-zero(\/|$)/,
  /^github\.com\/gogf\/gf(\/|$)/,
  /^goa\.design\/goa(\/|$)/,
  /^github\.com\/pocketbase\/pocketbase$/,
  /^gopkg\.in\/macaron$/,
  /^github\.com\/flamego\/flamego$/,
  /^github\.com\/go-martini\/martini$/,
  /^gofr\.dev(\/|$)/,
  /^go-micro\.dev(\/|$)/,
  /^github\.com\/uptrace\/bunrouter$/,
  /^encore\.dev(\/|$)/,
];

/** Packages that register routes in ways that are not followed. */
export const otherWays: readonly RegExp[] = [...otherFrameworks, /^github\.com\/go-openapi\/runtime$/];

const packagesThatRoute = [
  ...Object.keys(dialects)
    .filter((path) => path !== "net/http")
    .map((path) => path.replace(/[.]/g, "\\.").replace(/^(github\.com\/[^/]+\/[^/]+)/, "$1(?:/v\\d+)?")),
  "google\\.golang\\.org/grpc",
  "github\\.com/grpc-ecosystem/[\\w/-]+",
  "connectrpc\\.com/connect",
  "github\\.com/justinas/alice",
  "github\\.com/valyala/fasthttp",
  "github\\.com/danielgtaylor/huma(?:/v\\d+)?(?:/adapters/\\w+)?",
];

// Many a file imports net/http only for the numbers of answers, or to ask another server.
const serving =
  '"net/http"[\\s\\S]*?\\b\\w*http\\.(?:Handle|HandleFunc|NewServeMux|ServeMux|DefaultServeMux|ListenAndServe\\w*|Serve|ServeTLS|Server|FileServer|FileServerFS|StripPrefix|TimeoutHandler|Handler|HandlerFunc)\\b';

/** What code that can register a route, or bring one about, has in it. */
export const concerns = new RegExp(`"(?:${packagesThatRoute.join("|")})(?:/v\\d+)?"|${serving}`);

export const everyMethod = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
const methods = new Set<string>([...everyMethod, "CONNECT", "TRACE", "QUERY"]);

/** The method that a registering function is named after, in either case: `GET`, `Get`. */
export function methodNamed(name: string): string | null {
  const upper = name.toUpperCase();
  return methods.has(upper) && (name === upper || name === upper.charAt(0) + upper.slice(1).toLowerCase())
    ? upper
    : null;
}

export function isMethod(text: string): boolean {
  return methods.has(text.toUpperCase()) && /^[A-Za-z]+$/.test(text);
}
