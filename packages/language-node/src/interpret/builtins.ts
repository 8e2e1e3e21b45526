import { dirOf, joinPath } from "../manifest.ts";
import type { Frame } from "./machine.ts";
import { list, text, unknown } from "./value.ts";
import type { Argument, FunctionValue, Value } from "./value.ts";

export interface MethodCall {
  readonly owner: Value;
  readonly method: string;
  readonly args: readonly Argument[];
  readonly frame: Frame;
}

/** Methods of the language itself that registrations go through; `null` for any other. */
export function callBuiltin(call: MethodCall): Value | null {
  switch (call.owner.kind) {
    case "list":
      return callList(call.owner.items, call);
    case "text":
    case "env":
      return callText(call.owner, call);
    case "foreign":
      return callForeign(call.owner.module, call);
    case "function":
      return ["bind", "apply", "call"].includes(call.method) ? callFunction(call.owner, call) : null;
    default:
      return call.method === "then" || call.method === "finally" || call.method === "catch" ? callThen(call) : null;
  }
}

function callList(items: Value[], { method, args, frame }: MethodCall): Value | null {
  const first = args[0]?.value();
  function results(): Value[] {
    return first?.kind === "function"
      ? items.map((item, index) => frame.machine.call(first, [item, text(String(index))]))
      : [];
  }
  switch (method) {
    case "forEach":
      results();
      return unknown;
    case "map":
      return list(results());
    case "flatMap":
      return list(results().flatMap((value) => (value.kind === "list" ? value.items : [value])));
    case "flat":
      return list(items.flatMap((value) => (value.kind === "list" ? value.items : [value])));
    case "filter":
    case "slice":
    case "sort":
    case "toSorted":
    case "reverse":
      return list(items);
    case "concat":
      return list([...items, ...args.flatMap((argument) => asItems(argument.value()))]);
    case "push":
    case "unshift":
      items.push(...args.map((argument) => argument.value()));
      return unknown;
    case "join":
      return items.every((item) => item.kind === "text")
        ? text(items.map((item) => item.text).join(first?.kind === "text" ? first.text : ","))
        : unknown;
    case "entries":
      return list(items.map((item, index) => list([text(String(index)), item])));
    case "values":
      return list(items);
    default:
      return null;
  }
}

function callText(owner: Value, { method, args }: MethodCall): Value | null {
  if (owner.kind !== "text") {
    return owner;
  }
  const [first, second] = [args[0]?.value(), args[1]?.value()];
  switch (method) {
    case "toString":
    case "trim":
      return owner;
    case "toLowerCase":
      return text(owner.text.toLowerCase());
    case "toUpperCase":
      return text(owner.text.toUpperCase());
    case "charAt":
      return first?.kind === "text" ? text(owner.text.charAt(Number(first.text))) : unknown;
    case "slice":
    case "substring":
      return part(owner.text, first, second);
    case "concat":
      return first?.kind === "text" ? text(owner.text + first.text) : unknown;
    case "replace":
    case "replaceAll":
      return first?.kind === "text" && second?.kind === "text"
        ? text(owner.text.replace(first.text, second.text))
        : unknown;
    case "split":
      return first?.kind === "text" ? list(owner.text.split(first.text).map((part) => text(part))) : unknown;
    default:
      return null;
  }
}

/** What `slice` and `substring` give where they agree. */
function part(whole: string, from: Value | undefined, to: Value | undefined): Value {
  const [start, end] = [from, to].map((value) => (value?.kind === "text" ? Number(value.text) : Number.NaN));
  return to === undefined && Number.isInteger(start)
    ? text(whole.slice(start))
    : Number.isInteger(start) && Number.isInteger(end)
      ? text(whole.slice(start, end))
      : unknown;
}

function callFunction(owner: FunctionValue, { method, args, frame }: MethodCall): Value {
  const rest = args.slice(1).map((argument) => argument.value());
  switch (method) {
    case "bind":
      return { ...owner, self: args[0]?.value() ?? null };
    case "call":
      return frame.machine.call(owner, rest);
    default:
      return frame.machine.call(owner, rest[0]?.kind === "list" ? rest[0].items : []);
  }
}

/** A promise is taken for what it gives. */
function callThen({ owner, method, args, frame }: MethodCall): Value {
  const callback = args[0]?.value();
  const result =
    callback?.kind === "function" ? frame.machine.call(callback, method === "catch" ? [] : [owner]) : unknown;
  return method === "then" ? result : owner;
}

function callForeign(module: string, { method, args, frame }: MethodCall): Value | null {
  function values(): Value[] {
    return args.map((argument) => argument.value());
  }
  switch (`${module.replace(/^node:/, "")}.${method}`) {
    case "path.join":
    case "path.resolve": {
      const parts = values();
      return parts.every((part) => part.kind === "text") ? text(parts.map((part) => part.text).join("/")) : unknown;
    }
    case "desm.join": {
      // Joins to the folder of the module whose `import.meta.url` comes first.
      const [base, ...parts] = values();
      return base?.kind === "text" && parts.every((part) => part.kind === "text")
        ? text(`/${joinPath(dirOf(base.text.replace(/^\//, "")), ...parts.map((part) => part.text))}`)
        : unknown;
    }
    case "path.dirname":
    case "desm.dirname": {
      const path = values()[0];
      return path?.kind === "text" ? text(folderOf(path.text)) : unknown;
    }
    case "path.basename": {
      const [path, ending] = values();
      const name = path?.kind === "text" ? path.text.slice(path.text.lastIndexOf("/") + 1) : null;
      const cut = ending?.kind === "text" && name?.endsWith(ending.text) === true ? ending.text.length : 0;
      return name === null ? unknown : text(name.slice(0, name.length - cut));
    }
    case "path.extname": {
      const path = values()[0];
      return path?.kind === "text" ? text(/\.[^./]*$/.exec(path.text)?.[0] ?? "") : unknown;
    }
    case "url.fileURLToPath":
      return values()[0] ?? unknown;
    case "glob.sync":
    case "glob.globSync":
    case "fast-glob.sync":
    case "fast-glob.globSync": {
      const pattern = values()[0];
      return pattern?.kind === "text"
        ? list(frame.machine.findFiles(pattern.text).map((path) => text(`/${path}`)))
        : unknown;
    }
    case "fs.readdirSync": {
      const folder = values()[0];
      return folder?.kind === "text" ? list(frame.machine.listFolder(folder.text).map((name) => text(name))) : unknown;
    }
    default:
      return null;
  }
}

function folderOf(path: string): string {
  const folder = dirOf(path.replace(/^\//, ""));
  return `/${folder === "." ? "" : folder}`;
}

function asItems(value: Value): readonly Value[] {
  return value.kind === "list" ? value.items : [value];
}

/** The global names that registrations use. */
export function globalValue(name: string): Value | null {
  switch (name) {
    case "process":
      return processValue;
    case "Object":
      return objectValue;
    default:
      return null;
  }
}

const processValue: Value = {
  kind: "native",
  native: {
    get: (property) =>
      property === "env" ? { kind: "native", native: { get: (name) => ({ kind: "env", name }) } } : unknown,
  },
};

const objectValue: Value = {
  kind: "native",
  native: {
    get(property) {
      return ["keys", "values", "entries", "assign", "freeze"].includes(property)
        ? {
            kind: "native",
            native: {
              call: (site) =>
                ofObject(
                  property,
                  site.args.map((argument) => argument.value()),
                ),
            },
          }
        : null;
    },
  },
};

function ofObject(method: string, args: readonly Value[]): Value {
  const first = args[0] ?? unknown;
  if (method === "freeze") {
    return first;
  }
  if (method === "assign") {
    const all = args.filter((value) => value.kind === "object").flatMap((value) => [...value.entries]);
    return { kind: "object", entries: new Map(all), instanceOf: null, base: null };
  }
  const entries = first.kind === "object" ? [...first.entries] : first.kind === "list" ? numbered(first.items) : null;
  if (entries === null) {
    return unknown;
  }
  switch (method) {
    case "keys":
      return list(entries.map(([key]) => text(key)));
    case "values":
      return list(entries.map(([, value]) => value));
    default:
      return list(entries.map(([key, value]) => list([text(key), value])));
  }
}

function numbered(items: readonly Value[]): [string, Value][] {
  return items.map((item, index) => [String(index), item]);
}
