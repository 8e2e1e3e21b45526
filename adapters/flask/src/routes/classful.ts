import {
  ancestry,
  argumentOf,
  argumentsOf,
  decoratorsOf,
  dottedName,
  joinParts,
  kids,
  none,
  stringValue,
  text,
  textOf,
} from "@backwright/language-python";
import type {
  CallSite,
  ClassValue,
  FunctionValue,
  ReadingContext,
  SyntaxNode,
  Value,
} from "@backwright/language-python";
import { addRoute, routerOf } from "./router.ts";

/** Methods of a view that answer requests by their names alone, and whether they are about one thing. */
const known: ReadonlyMap<string, readonly [string, boolean]> = new Map([
  ["index", ["GET", false]],
  ["get", ["GET", true]],
  ["post", ["POST", false]],
  ["put", ["PUT", true]],
  ["patch", ["PATCH", true]],
  ["delete", ["DELETE", true]],
]);

/** Whether a class is a view of Flask-Classful. */
export function isClassful(value: ClassValue): boolean {
  return ancestry(value).foreign.some((name) => /^flask_class(?:ful|y)\.FlaskView$/.test(name));
}

/** `QuotesView.register(app, route_base="/quotes")`: each public method is a route. */
export function registerClassful(context: ReadingContext, view: ClassValue, site: CallSite): Value {
  const router = routerOf(argumentOf(site, "app", 0));
  if (router === null) {
    context.builder.unresolved.push({ what: `routes of ${view.name}`, file: site.file, line: site.line });
    return none;
  }
  const base = joinParts(
    textOf(argumentOf(site, "route_prefix") ?? memberOf(view, "route_prefix")) ?? "",
    textOf(argumentOf(site, "route_base", 1) ?? memberOf(view, "route_base")) ?? usualBase(view),
  );
  for (const method of methodsOf(view)) {
    const { file, node } = method;
    const place: CallSite = { file, line: node.range().start.line + 1, node, args: [] };
    const rules = rulesOf(node);
    const [verb, one] = known.get(method.name) ?? ["GET", true];
    const own = known.has(method.name) ? "" : method.name;
    const path = [own, ...(one ? parametersOf(node) : [])].filter((part) => part !== "").join("/");
    for (const { rule, methods } of rules.length === 0 ? [{ rule: `/${path}`, methods: [verb] }] : rules) {
      addRoute(context, router.routerId, {
        site: place,
        rule: text(joinParts(base === "/" ? "" : base, rule)),
        handler: { ...method, name: `${view.name}.${method.name}` },
        methods,
      });
    }
  }
  return none;
}

function memberOf(view: ClassValue, name: string): Value | null {
  return view.members.get(name) ?? null;
}

/** `/quotes` of `QuotesView`. */
function usualBase(view: ClassValue): string {
  return `/${view.name.replace(/View$/, "").toLowerCase()}`;
}

function methodsOf(view: ClassValue): FunctionValue[] {
  const found = ancestry(view).classes.flatMap(({ members }) => [...members]);
  const byName = new Map(found.toReversed());
  return [...byName].flatMap(([name, value]) =>
    value.kind === "function" && !name.startsWith("_") && !/^(?:before|after)_/.test(name) ? [value] : [],
  );
}

/** The rules of `@route("/other", methods=["POST"])`. */
function rulesOf(node: SyntaxNode): { rule: string; methods: readonly string[] }[] {
  return decoratorsOf(node).flatMap((decorator) => {
    const args = argumentsOf(decorator.field("arguments"));
    const rule = stringValue(args[0]?.value ?? null);
    const given = args.find(({ name }) => name === "methods")?.value ?? null;
    const methods = kids(given).flatMap((item) => stringValue(item)?.toUpperCase() ?? []);
    return dottedName(decorator) === "route" && rule !== null
      ? [{ rule, methods: methods.length === 0 ? ["GET"] : methods }]
      : [];
  });
}

/** `<id>` for each parameter that is no `self` and has no default. */
function parametersOf(node: SyntaxNode): string[] {
  return kids(node.field("parameters"))
    .slice(1)
    .flatMap((parameter) => {
      const name = parameter.kind() === "identifier" ? parameter : kids(parameter)[0];
      return parameter.kind() === "identifier" || parameter.kind() === "typed_parameter"
        ? `<${name?.text() ?? ""}>`
        : [];
    });
}
