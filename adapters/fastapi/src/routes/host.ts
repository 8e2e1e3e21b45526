import { argumentOf, foreign, none, textOf } from "@backwright/language-python";
import type { CallSite, Host, ReadingContext, Value } from "@backwright/language-python";
import { makeRouter, makeStarletteMount, makeStarletteRoute } from "./router.ts";

const applications = new Set(["FastAPI", "VersionedFastAPI", "AppFactory", "Cadwyn"]);
const routers = new Set(["APIRouter", "InferringRouter", "VersionedAPIRouter", "AsyncAPIRouter"]);
const registering =
  /\b(include_router|add_api_route|APIRouter|FastAPI)\b|@\w+(\.\w+)*\.(get|post|put|patch|delete|api_route|websocket)\(|^from\s+\.\S*\s+import/m;

/** Gives FastAPI's own exports their meaning. */
export function fastapiHost(reading: ReadingContext): Host {
  return {
    registers: (text) => registering.test(text),
    callForeign(path, site) {
      const name = path.slice(path.lastIndexOf(".") + 1);
      const known = /^(fastapi|starlette|fastapi_\w+)\./.test(path);
      if (applications.has(name) && (known || name === "FastAPI")) {
        return makeRouter(reading, site, "application");
      }
      if (name === "Starlette" && known) {
        return makeRouter(reading, site, "application");
      }
      if (routers.has(name) || (name === "Router" && known)) {
        return makeRouter(reading, site, "router");
      }
      if (name === "Route" && path.startsWith("starlette.")) {
        return makeStarletteRoute(site);
      }
      if (name === "Mount" && path.startsWith("starlette.")) {
        return makeStarletteMount(site);
      }
      return path === "uvicorn.run" || name === "Granian" ? listen(reading, site, path) : null;
    },
  };
}

/** `uvicorn.run("app:app", port=8000)`. */
function listen({ builder }: ReadingContext, site: CallSite, path: string): Value {
  const port = argumentOf(site, "port");
  const number = port?.kind === "text" && /^\d{1,5}$/.test(port.text) ? Number(port.text) : null;
  const fallback = path === "uvicorn.run" && port === null ? 8000 : null;
  builder.listens.push({
    file: site.file,
    line: site.line,
    port: number ?? fallback,
    env: port?.kind === "text" ? port.env : null,
    target: textOf(argumentOf(site, "app", 0) ?? argumentOf(site, "target", 0)),
  });
  return path === "uvicorn.run" ? none : foreign("granian.Granian()", site);
}
