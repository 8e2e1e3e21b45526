import { envOf, text, textOf, unknown } from "./value.ts";
import type { CallSite, ForeignValue, Value } from "./value.ts";

type Pure = (texts: readonly (string | null)[], site: CallSite) => Value | null;

function known(texts: readonly (string | null)[]): readonly string[] | null {
  return texts.every((part) => part !== null) ? texts : null;
}

function joined(separator: string): Pure {
  return (texts) => {
    const parts = known(texts);
    return parts === null ? null : text(parts.join(separator).replace(/([^:])\/{2,}/g, "$1/"));
  };
}

function first(change: (value: string, other: string) => string): Pure {
  return ([value, other]) => (value == null ? null : text(change(value, other ?? "")));
}

function fromEnvironment(texts: readonly (string | null)[]): Value {
  return { kind: "unknown", type: null, env: texts[0] ?? null };
}

/** The default of a flag or setting, which is its second or third argument. */
function fallback(index: number): Pure {
  return (texts, site) => {
    const value = texts[index] ?? null;
    return value === null ? null : text(value, envOf(site.args[index]?.value ?? unknown));
  };
}

/** Functions of the standard library that give texts and do nothing else. */
const pure: Readonly<Record<string, Pure>> = {
  "fmt.Sprintf": (texts, site) => formatted(texts, site),
  "fmt.Sprint": joined(""),
  "path.Join": joined("/"),
  "path/filepath.Join": joined("/"),
  "net/url.JoinPath": joined("/"),
  "net.JoinHostPort": ([, port], site) => {
    const env = envOf(site.args[1]?.value ?? unknown);
    return port == null ? { kind: "unknown", type: null, env } : text(`:${port}`, env);
  },
  "strconv.Itoa": first((value) => value),
  "strconv.Atoi": ([value], site) => ({
    kind: "tuple",
    items: [value == null ? (site.args[0]?.value ?? unknown) : text(value), unknown],
  }),
  "strings.ToLower": first((value) => value.toLowerCase()),
  "strings.ToUpper": first((value) => value.toUpperCase()),
  "strings.TrimSpace": first((value) => value.trim()),
  "strings.TrimSuffix": first((value, end) =>
    end !== "" && value.endsWith(end) ? value.slice(0, -end.length) : value,
  ),
  "strings.TrimRight": first((value, end) => (end === "/" ? value.replace(/\/+$/, "") : value)),
  "strings.TrimPrefix": first((value, start) =>
    start !== "" && value.startsWith(start) ? value.slice(start.length) : value,
  ),
  "os.Getenv": fromEnvironment,
  "os.LookupEnv": (texts) => ({ kind: "tuple", items: [fromEnvironment(texts), unknown] }),
  "flag.String": fallback(1),
  "flag.Int": fallback(1),
  "cmp.Or": (_texts, site) => firstOf(site),
};

/** What a pure function of others gives; `null` for any other. */
export function pureCall(callee: ForeignValue, site: CallSite): Value | null {
  if (callee.called) {
    return null;
  }
  const call = pure[`${callee.path}.${callee.name}`];
  return (
    call?.(
      site.args.map(({ value }) => textOf(value)),
      site,
    ) ?? null
  );
}

function formatted([format, ...values]: readonly (string | null)[], site: CallSite): Value | null {
  if (format == null) {
    return null;
  }
  const env = site.args.map(({ value }) => envOf(value)).find((name) => name !== null) ?? null;
  let index = 0;
  let complete = true;
  const filled = format.replace(/%(?:[-+# 0]*\d*(?:\.\d+)?)([%a-zA-Z])/g, (_all, verb: string) => {
    if (verb === "%") {
      return "%";
    }
    const value = values[index] ?? null;
    index += 1;
    complete &&= value !== null;
    return value ?? "";
  });
  return complete ? text(filled, env) : env === null ? null : { kind: "unknown", type: null, env };
}

function firstOf(site: CallSite): Value | null {
  const env = site.args.map(({ value }) => envOf(value)).find((name) => name !== null) ?? null;
  const value = site.args.map((argument) => textOf(argument.value)).find((part) => part !== null && part !== "");
  return value == null ? null : text(value, env);
}
