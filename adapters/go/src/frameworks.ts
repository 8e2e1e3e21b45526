import { importsOf, plainImport } from "@backwright/language-go";
import type { GraphBuilder } from "./routes/builder.ts";
import { dialects, otherFrameworks } from "./routes/dialects.ts";
import type { Reading } from "./routes/read.ts";

/** Routers that people choose; the standard library stands beside each of them. */
const standard = "net/http";
const grpcPackage = "google.golang.org/grpc";

/** What the adapter answers for by itself. Of other routers it reads the routes, for whoever names it. */
const supported: ReadonlySet<string> = new Set([
  "gin",
  "echo",
  "fiber",
  "chi",
  standard,
  "gorilla/mux",
  "httprouter",
  "grpc",
]);

/**
 * Whether an application is another framework's: its router is, or packages of a framework that is not followed do more
 * in it than what was found.
 */
export function isForeign({ builder }: Reading, framework: string, files: readonly string[]): boolean {
  if (!supported.has(framework)) {
    return true;
  }
  if (framework !== standard && framework !== "grpc") {
    return false;
  }
  const using = files.filter((file) =>
    importsOf(builder.project, file).some(({ path }) =>
      otherFrameworks.some((pattern) => pattern.test(plainImport(path))),
    ),
  );
  const [registered] = [...builder.counts(null)].filter(([name]) => name === standard);
  return using.length > (registered?.[1] ?? 0);
}

/**
 * Whether a program that does something else answers a request or two beside: a tool that waits for a login to come back,
 * or that reloads a page.
 */
export function servesBeside({ builder }: Reading, framework: string, files: readonly string[]): boolean {
  const routes = [...builder.counts(null).values()].reduce((sum, count) => sum + count, 0);
  return (
    framework === standard &&
    routes < severalRoutes &&
    files.length >= manyFiles &&
    files.filter((file) => builder.project.read(file)?.includes("http.ResponseWriter")).length <= 1
  );
}

/** The import paths of a framework, or of all, without major versions. */
export function packagesOf(framework: string | null): string[] {
  const routers = Object.entries(dialects)
    .filter(([, dialect]) => framework === null || dialect.framework === framework)
    .map(([path]) => path);
  return framework === "grpc" || framework === null ? [...routers, grpcPackage] : routers;
}

/**
 * What the module serves requests with: the router with most routes, the standard library only where there is no other,
 * gRPC where a server of its own has more procedures than the routers have routes. `null` where nothing is served.
 */
export function chooseFramework({ builder, programs }: Reading, files: readonly string[]): string | null {
  const program = programs[0]?.file ?? null;
  const all = builder.counts(program);
  const counts = [...all].filter(([name, count]) => name !== "grpc" && count > 0);
  const plain = counts.find(([name]) => name === standard);
  const other = counts.filter(([name]) => name !== standard).sort((a, b) => b[1] - a[1])[0];
  // Where nearly all of it is the standard library's, a router beside it does something small.
  const chosen = other !== undefined && plain !== undefined && plain[1] > mostly * other[1] ? undefined : other;
  const [listens, servers, services] = [builder.listens, builder.servers, builder.services].map((items) =>
    items.some((item) => builder.belongs(item, program)),
  );
  const router =
    chosen ??
    (plain !== undefined && (listens || program === null || servesSomewhere(builder, plain[1], files)) ? plain : null);
  const procedures = all.get("grpc") ?? 0;
  // A service that others define has one procedure at least.
  const foreign = builder.services.filter(({ name, by }) => by === "grpc" && name !== "Health").length;
  const offers = builder.counts(program, true).get(router?.[0] ?? "") ?? 0;
  if (
    servers &&
    services &&
    (procedures >= (router?.[1] ?? 0) || (procedures === 0 && foreign > 0 && foreign >= offers))
  ) {
    return "grpc";
  }
  const known = router?.[0] ?? (services ? "grpc" : null);
  return (
    known ??
    (program === null ? null : ((listens ? onlyMade(builder) : null) ?? handledWith(builder, files, listens === true)))
  );
}

/** A framework of which an application is made, though what is registered with it is not known. */
function onlyMade({ applications }: GraphBuilder): string | null {
  const made = [...applications.values()].map(({ dialect }) => dialect.framework);
  return made.find((name) => name !== standard && name !== "grpc") ?? null;
}

/** What handlers of each framework have in their text. */
const inHandlers: Readonly<Record<string, RegExp>> = {
  gin: /\*gin\.Context\b/,
  echo: /\becho\.Context\b/,
  fiber: /\bfiber\.Ctx\b/,
  chi: /\bchi\.URLParam\(/,
  "gorilla/mux": /\bmux\.Vars\(/,
  httprouter: /\bhttprouter\.Params\b/,
};

/** The framework that several files have handlers for, where an application made elsewhere is given them. */
function handledWith({ project }: GraphBuilder, files: readonly string[], listens: boolean): string | null {
  const texts = files.map((file) => project.read(file) ?? "");
  // A router of the application's own chooses among handlers of the standard library.
  const patterns = listens
    ? { ...inHandlers, [standard]: /^func [^\n]*\bhttp\.ResponseWriter, \w+ \*http\.Request\)/m }
    : inHandlers;
  const counts = Object.entries(patterns).map(
    ([name, pattern]) => [name, texts.filter((text) => pattern.test(text)).length] as const,
  );
  const [most] = counts.sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= severalRoutes ? most[0] : null;
}

const severalRoutes = 3;
const manyFiles = 10;
const mostly = 5;

/** A server that something starts which could not be followed, such as a command of a package for commands. */
function servesSomewhere({ project }: GraphBuilder, routes: number, files: readonly string[]): boolean {
  return (
    routes >= severalRoutes &&
    files.some((file) => /\.ListenAndServe(TLS)?\(|\bhttp\.Server\{/.test(project.read(file) ?? ""))
  );
}
