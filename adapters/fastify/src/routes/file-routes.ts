import { dirOf, joinPath, nativeFunction, unknown } from "@backwright/language-node";
import type { NativeValue } from "@backwright/language-node";
import { loadFolder } from "./autoload.ts";
import { instanceOf, noOptions } from "./context.ts";
import type { Context } from "./context.ts";

/** Vite's module that registers `routes/**` with the files `+handler.ts` and `+hook.ts`; `[id]` stands for `:id`. */
export function fileRoutes(context: Context): NativeValue {
  return nativeFunction((site) => {
    const [app, options] = [site.args[0]?.value(), site.args[1]?.value()];
    const instance = instanceOf(app);
    const root = routesFolder(context, site.file);
    if (instance === null || app?.kind !== "native" || root === null) {
      return unknown;
    }
    loadFolder(context, {
      id: instance.instanceId,
      self: app,
      place: { file: site.file, line: site.line },
      root,
      dir: root,
      prefix: "",
      rules: {
        index: /^\+handler\./,
        hooks: /^\+hook\./,
        cascade: true,
        ignored: null,
        segment: (folder) => folder.replaceAll(/\[(\w+)\]/g, ":$1"),
        takes: (path) => path.includes("/+handler."),
        deepest: 20,
        options: options?.kind === "object" ? options : noOptions(),
      },
    });
    return unknown;
  });
}

/** The folder `routes` beside the module, or beside one of the folders above it. */
function routesFolder(context: Context, file: string): string | null {
  for (let dir = dirOf(file); ; dir = dirOf(dir)) {
    const candidate = joinPath(dir, "routes");
    if ((context.interpreter?.listFolder(candidate).length ?? 0) > 0) {
      return candidate;
    }
    if (dir === ".") {
      return null;
    }
  }
}
