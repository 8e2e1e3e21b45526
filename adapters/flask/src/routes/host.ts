import {
  argumentOf,
  itemsOf,
  makeView,
  native,
  nativeFunction,
  none,
  textOf,
  unknown,
} from "@backwright/language-python";
import type { CallSite, Host, ReadingContext, Value } from "@backwright/language-python";
import { makeApi, makeNamespace } from "./api.ts";
import { isClassful, registerClassful } from "./classful.ts";
import { makeRouter, routerOf } from "./router.ts";

const applications = new Set(["Flask", "APIFlask", "OpenAPI", "FlaskApp", "App"]);
const blueprints = new Set(["Blueprint", "APIBlueprint"]);
const registering =
  /\b(register_blueprint|add_url_rule|add_resource|add_namespace|Blueprint|Namespace|Flask)\b|@\w+(\.\w+)*\.(route|get|post|put|patch|delete|expose)\(|^from\s+\.\S*\s+import/m;
const flaskPackage = /^(flask\w*|apiflask|apifairy|connexion)(\.|$)/;
/** Servers that people start themselves, by the place of the port among the arguments. */
const servers: readonly (readonly [RegExp, number])[] = [
  [/^flask_socketio\.SocketIO\(\)\.run$/, 2],
  [/(^|\.)run_simple$/, 1],
  [/(^|\.)HTTPServer\(\)\.(listen|bind)$/, 0],
  [/(^|\.)WSGIServer$/, 0],
];

/** Gives Flask's own exports, and those of the packages that build on it, their meaning. */
export function flaskHost(context: ReadingContext): Host {
  return {
    registers: (text) => registering.test(text),
    classMember(value, name) {
      if (name === "register" && isClassful(value)) {
        return nativeFunction((site) => registerClassful(context, value, site));
      }
      return name === "as_view" ? nativeFunction(() => makeView(value)) : null;
    },
    foreignMember: (path) => (/^flask\.(current_app|g|request|session)$/.test(path) ? unknown : null),
    callForeign(path, site) {
      const name = path.slice(path.lastIndexOf(".") + 1);
      if (noteServer(context, path, site)) {
        return null;
      }
      if (!flaskPackage.test(path)) {
        return serve(context, path, site);
      }
      if (applications.has(name)) {
        return makeRouter(context, site, { application: true, prefix: null });
      }
      if (blueprints.has(name)) {
        return makeRouter(context, site, { application: false, prefix: textOf(argumentOf(site, "url_prefix")) });
      }
      if (name === "Namespace") {
        return makeNamespace(context, site);
      }
      return name === "Api" ? makeApi(context, site) : null;
    },
  };
}

/** `WSGIServer(("", 5000), app)`, `socketio.run(app, port=5000)` and the like. */
function noteServer({ builder }: ReadingContext, path: string, site: CallSite): boolean {
  const [, index] = servers.find(([pattern]) => pattern.test(path)) ?? [];
  if (index === undefined) {
    return false;
  }
  const given = argumentOf(site, "port", index);
  const port = itemsOf(given ?? unknown)?.[1] ?? given;
  const { file, line } = site;
  const number = port?.kind === "text" && /^\d{1,5}$/.test(port.text) ? Number(port.text) : null;
  builder.listens.push({ file, line, port: number, env: port?.kind === "text" ? port.env : null, target: null });
  return true;
}

/** `serve(app, port=8080)` of waitress and gevent's server run an application as well. */
function serve({ builder }: ReadingContext, path: string, site: CallSite): Value | null {
  if (path === "waitress.serve") {
    const port = argumentOf(site, "port");
    const { file, line } = site;
    const number = port?.kind === "text" && /^\d{1,5}$/.test(port.text) ? Number(port.text) : 8080;
    builder.listens.push({ file, line, port: number, env: port?.kind === "text" ? port.env : null, target: null });
    return none;
  }
  // What Flask-SocketIO wraps runs the application: `socketio.run(app)`.
  return /(^|\.)ProxyFix$|(^|\.)DispatcherMiddleware$/.test(path) && routerOf(site.args[0]?.value ?? null) !== null
    ? native({})
    : null;
}
