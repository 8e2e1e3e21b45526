import { kids } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { lookupClass } from "./classes.ts";
import type { Frame, Machine } from "./machine.ts";
import { Scope } from "./scope.ts";
import { callStandard } from "./standard.ts";
import { foreign, list, none, unknown } from "./value.ts";
import type { CallSite, FunctionValue, Value } from "./value.ts";

const deepest = 40;
const mostEntries = 400;

/** Calls whatever can be called. */
export function apply(value: Value, site: CallSite, machine: Machine): Value {
  switch (value.kind) {
    case "function":
      return machine.call(value, site);
    case "class":
      return machine.host.construct?.(value, site) ?? machine.construct(value, site);
    case "native":
      return value.native.call?.(site) ?? unknown;
    case "foreign":
      noteOption(value.path, site, machine);
      return (
        machine.host.callForeign(value.path, site) ??
        callStandard(value.path, site, machine) ??
        foreignCall(value.path, site) ??
        foreign(`${value.path}()`, site)
      );
    case "instance": {
      const method = lookupClass(value.of, "__call__");
      return method?.kind === "function"
        ? machine.call({ ...method, self: value }, site)
        : value.base === null
          ? unknown
          : apply(value.base, site, machine);
    }
    default:
      return unknown;
  }
}

/** `parser.add_argument("--port", default=4000)`. */
function noteOption(path: string, site: CallSite, machine: Machine): void {
  if (path.endsWith("ArgumentParser().add_argument")) {
    const fallback = site.args.find(({ name }) => name === "default")?.value;
    for (const { value } of site.args) {
      if (value.kind === "text" && value.text.startsWith("--") && fallback !== undefined) {
        machine.options.set(value.text.slice(2).replaceAll("-", "_"), fallback);
      }
    }
  }
}

/** What settings are read with: the default is the value as long as nothing else is set. */
function foreignCall(path: string, site: CallSite): Value | null {
  const [first, second] = site.args.filter((argument) => argument.name === null);
  const fallback = site.args.find(
    (argument) => argument.name === "default" || argument.name === "default_value",
  )?.value;
  if (/^os\.(getenv|environ\.get)$|(^|\.)(config|env|environ|Env|Config)(\(\))?(\.(str|get|int|url))?$/.test(path)) {
    const name = first?.value.kind === "text" ? first.value.text : null;
    const value = second?.value ?? fallback;
    return name !== null && value?.kind === "text" ? { ...value, env: name } : null;
  }
  if (/(^|\.)(Field|PydanticField|Query|Form)$/.test(path)) {
    return fallback ?? first?.value ?? null;
  }
  return /(^|\.)(cast|SecretStr|Path|Prefix|deepcopy|gettext_lazy|mark_safe)$/.test(path)
    ? (site.args.at(-1)?.value ?? null)
    : null;
}

/** Runs a function of the project with the arguments of a call; gives what its first telling `return` gives. */
export function callFunction(value: FunctionValue, site: CallSite, machine: Machine): Value {
  const body = value.node.field("body");
  const key = `${value.file}:${value.node.range().start.index}`;
  const times = machine.entered.get(key) ?? 0;
  machine.entered.set(key, times + 1);
  if (body === null || machine.depth >= deepest || times >= mostEntries || !machine.step()) {
    return unknown;
  }
  const scope = new Scope(value.scope);
  const frame: Frame = {
    machine,
    file: value.file,
    scope,
    returned: [],
    owner: null,
    method: value.self !== null && value.owner !== null ? { self: value.self, owner: value.owner } : null,
  };
  machine.depth++;
  bindParameters(value, site, frame);
  if (value.node.kind() === "lambda") {
    frame.returned.push(machine.evaluate(body, frame));
  } else {
    machine.execute(kids(body), frame);
  }
  machine.depth--;
  return frame.returned.find((given) => given.kind !== "unknown" && given !== none) ?? frame.returned[0] ?? none;
}

function bindParameters(value: FunctionValue, site: CallSite, frame: Frame): void {
  const positional = site.args.filter((argument) => argument.name === null).map((argument) => argument.value);
  if (value.self !== null) {
    positional.unshift(value.self);
  }
  const named = new Map(site.args.flatMap(({ name, value: given }) => (name === null ? [] : [[name, given] as const])));
  let onlyNamed = false;
  for (const parameter of kids(value.node.field("parameters"))) {
    const name = parameterName(parameter);
    switch (parameter.kind() === "typed_parameter" ? kids(parameter)[0]?.kind() : parameter.kind()) {
      case "list_splat_pattern":
        frame.scope.declare(name, list(positional.splice(0)));
        onlyNamed = true;
        break;
      case "dictionary_splat_pattern":
        frame.scope.declare(name, { kind: "dict", entries: new Map(named) });
        break;
      case "keyword_separator":
        onlyNamed = true;
        break;
      case "positional_separator":
        break;
      default: {
        const given = named.get(name) ?? (onlyNamed ? undefined : positional.shift());
        named.delete(name);
        const fallback = parameter.field("value");
        frame.scope.declare(name, given ?? (fallback === null ? unknown : frame.machine.evaluate(fallback, frame)));
      }
    }
  }
}

/** The name of a parameter, without stars, type and default. */
export function parameterName(parameter: SyntaxNode): string {
  const name = parameter.field("name") ?? (parameter.kind() === "identifier" ? parameter : kids(parameter)[0]);
  return (name?.text() ?? "").replace(/^\*+/, "");
}
