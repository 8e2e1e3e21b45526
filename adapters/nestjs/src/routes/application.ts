import { native, nativeFunction, recordListen, unknown } from "@backwright/language-node";
import type { CallSite, Native, NativeValue, Value } from "@backwright/language-node";
import { configService, isConfigService } from "./configuration.ts";
import type { Context, NestApplication } from "./context.ts";
import { readGuards } from "./guards.ts";
import { readMatches } from "./matching.ts";
import { walkModules } from "./modules.ts";

/** `NestFactory`: `create` makes an application, whose modules are read at once, as its configuration stands in them. */
export function nestFactory(context: Context): NativeValue {
  const create = nativeFunction((site) => createApplication(context, site));
  const quiet = nativeFunction(() => unknown);
  return native({
    get: (name) => (name === "create" ? create : name.startsWith("create") ? quiet : null),
  });
}

function createApplication(context: Context, site: CallSite): Value {
  const root = site.args[0]?.value() ?? unknown;
  const place = { file: site.file, line: site.line };
  const application: NestApplication = {
    place,
    root,
    modules: walkModules(context, root, place),
    prefix: null,
    excluded: [],
    versioning: null,
    guards: [],
    listens: false,
    closed: false,
  };
  context.applications.push(application);
  const self: NativeValue = native(applicationNative(context, application, () => self));
  return self;
}

function applicationNative(context: Context, application: NestApplication, self: () => NativeValue): Native {
  function listen(site: CallSite): Value {
    application.listens = true;
    return recordListen(context.builder, site);
  }
  const acts: Readonly<Record<string, (site: CallSite) => Value>> = {
    setGlobalPrefix: (site) => {
      const options = site.args[1]?.value();
      application.prefix = site.args[0]?.value() ?? unknown;
      application.excluded = options?.kind === "object" ? readMatches(options.entries.get("exclude")) : [];
      return self();
    },
    enableVersioning: (site) => {
      application.versioning = readVersioning(site.args[0]?.value());
      return self();
    },
    useGlobalGuards: (site) => {
      application.guards.push(...readGuards(context, site.args));
      return self();
    },
    listen,
    listenAsync: listen,
    close() {
      application.closed = true;
      return unknown;
    },
    get: (site) => provided(context, site),
    resolve: (site) => provided(context, site),
    init: () => self(),
  };
  return {
    get(name) {
      const act = acts[name];
      return act === undefined ? null : nativeFunction(act);
    },
  };
}

/** `enableVersioning()` puts `v` and the version into the path. */
function readVersioning(options: Value | undefined): NestApplication["versioning"] {
  const entries = options?.kind === "object" ? options.entries : new Map<string, Value>();
  const type = entries.get("type");
  const prefix = entries.get("prefix");
  return {
    inPath: type === undefined || (type.kind === "text" && type.text === "URI"),
    prefix: prefix === undefined ? "v" : prefix.kind === "text" ? prefix.text : "",
    standard: entries.get("defaultVersion") ?? null,
  };
}

/** What `app.get(Service)` gives: the configuration, or a service of the project that wraps it. */
function provided(context: Context, site: CallSite): Value {
  const wanted = site.args[0]?.value();
  if (isConfigService(wanted)) {
    return configService(context);
  }
  if (wanted?.kind === "class" && /config|settings|env/i.test(wanted.node.field("name")?.text() ?? "")) {
    const parameters = /constructor\s*\(([^)]*)\)/.exec(wanted.node.text())?.[1]?.split(",") ?? [];
    const args = parameters.map((parameter) => (/:\s*\w*Config\w*/.test(parameter) ? configService(context) : unknown));
    return context.interpreter?.construct(wanted, args) ?? unknown;
  }
  return unknown;
}
