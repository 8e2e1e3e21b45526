import { namedChildren } from "@backwright/language-go";
import type { Argument, FunctionValue, SyntaxNode, Value } from "@backwright/language-go";
import type { GraphBuilder } from "./builder.ts";
import { isMethod } from "./dialects.ts";
import { authenticates, expressionName, guardName, noteGuard, textOfFunction } from "./guards.ts";
import { isStatic, routerOf, wrappedOf } from "./natives.ts";
import type { RouterNative } from "./natives.ts";

/** What a handler argument stands for. */
export interface Handler {
  readonly name: string;
  /** The guards that it is wrapped in, the outermost first. */
  readonly guards: readonly string[];
  /** A router that handles by itself. */
  readonly router: RouterNative | null;
  /** The methods that its own code asks for; `null` where it does not. */
  readonly methods: readonly string[] | null;
  /** Serves files. */
  readonly files: boolean;
}

const conversions =
  /(^|\.)(HandlerFunc|HandlerFuncAdapter|WrapF|WrapH|WrapHandler|HTTPHandler|HTTPHandlerFunc|FromHTTP|Adapt)$/;
const deepest = 8;

/** Looks through conversions and wrappers to the handler itself. */
export function readHandler(builder: GraphBuilder, argument: Argument, depth = 0): Handler {
  const { node, value } = argument;
  const base = { guards: [], router: null, methods: null, files: isStatic(value) };
  const router = routerOf(value);
  if (router !== null) {
    return { ...base, name: expressionName(node), router };
  }
  const wrapped = wrappedOf(value);
  if (wrapped !== null && depth < deepest) {
    const inner = readHandler(builder, wrapped.inner, depth + 1);
    return { ...inner, guards: [...wrapped.guards, ...inner.guards] };
  }
  const inner = depth < deepest ? innerArgument(argument) : null;
  if (inner !== null) {
    const found = readHandler(builder, inner, depth + 1);
    const callee = node.field("function");
    const converts = callee === null || conversions.test(callee.text());
    const name = converts ? null : guardName(builder, callee, value);
    return { ...found, guards: [...(name === null ? [] : [name]), ...found.guards] };
  }
  const name = node.kind() === "func_literal" ? "(inline)" : (nameBehind(argument) ?? expressionName(node));
  const methods = value.kind === "function" ? askedMethods(value) : null;
  return { ...base, name, guards: guardOfMaker(builder, argument), methods };
}

/** A variable says less than the function that it holds, itself or through a wrapper. */
function nameBehind({ node, value }: Argument): string | null {
  if (node.kind() === "call_expression" || value.kind !== "function") {
    return null;
  }
  const text = node.text();
  const [held] =
    value.declared === null
      ? heldHandlers(value).flatMap((found) => (found.kind === "function" ? (found.declared ?? []) : []))
      : [value.declared];
  return held === undefined || held.name === text.slice(text.lastIndexOf(".") + 1) ? null : held.name;
}

/** `list = withUser(func…)` elsewhere: the function that made a handler stands before it, if it lets not everyone pass. */
function guardOfMaker(builder: GraphBuilder, { node, value }: Argument): string[] {
  const maker =
    value.kind === "function" && value.scope !== null && node.kind() !== "func_literal" ? makerOf(value) : null;
  const name = maker?.field("name")?.text() ?? "";
  const result = maker?.field("result")?.text() ?? "";
  if (maker === null || name === calleeName(node) || !/func|handle/i.test(result)) {
    return [];
  }
  noteGuard(builder, name, maker.text());
  return authenticates(builder, name) ? [name] : [];
}

/** The declared function that a literal stands in. */
function makerOf({ node }: FunctionValue): SyntaxNode | null {
  return node.ancestors().find((above) => /^(function|method)_declaration$/.test(above.kind())) ?? null;
}

function calleeName(node: SyntaxNode): string {
  const callee = node.kind() === "call_expression" ? (node.field("function")?.text() ?? "") : "";
  return callee.slice(callee.lastIndexOf(".") + 1);
}

/** The handler that a call is given; `null` where the call makes one of its own. */
function innerArgument({ node, value }: Argument): Argument | null {
  if (node.kind() !== "call_expression") {
    return value.kind === "function" ? routerInside(value, node) : null;
  }
  const list = node.field("arguments");
  const nodes = list === null ? [] : namedChildren(list);
  if (value.kind === "foreign") {
    const text = node.text();
    return value.args.findLast((argument) => isHandler(argument.value) && text.includes(argument.node.text())) ?? null;
  }
  if (conversions.test(node.field("function")?.text() ?? "")) {
    const last = nodes.at(-1);
    return last === undefined ? null : { node: last, value };
  }
  if (value.kind !== "function") {
    return null;
  }
  const callee = calleeName(node);
  const held = heldHandlers(value).filter(
    (candidate) =>
      !(
        candidate.kind === "function" &&
        candidate.scope !== null &&
        makerOf(candidate)?.field("name")?.text() === callee
      ),
  );
  const at = nodes.findLast((candidate) =>
    ["func_literal", "identifier", "selector_expression", "call_expression"].includes(candidate.kind()),
  );
  const found = held.find((candidate) => routerOf(candidate) !== null) ?? held[0];
  return found === undefined || at === undefined ? null : { node: at, value: found };
}

/** `func(w, r) { router.ServeHTTP(w, r) }` */
function routerInside(value: FunctionValue, node: SyntaxNode): Argument | null {
  const router = heldHandlers(value).find((held) => routerOf(held) !== null);
  return router === undefined ? null : { node, value: router };
}

/** The handlers that a function literal calls and that are not its own. */
function heldHandlers(value: FunctionValue): Value[] {
  const text = value.scope === null ? "" : value.node.text();
  const names = [...text.matchAll(/\b(\w+)(?:\.ServeHTTP)?\(/g)].map((match) => match[1] ?? "");
  return [...new Set(names)].flatMap((name) => {
    for (let scope = value.scope; scope !== null; scope = scope.parent) {
      const held = scope.names.get(name);
      if (held !== undefined) {
        return isHandler(held) ? [held] : [];
      }
    }
    return [];
  });
}

function isHandler(value: Value): boolean {
  return (
    value.kind === "function" ||
    routerOf(value) !== null ||
    wrappedOf(value) !== null ||
    (value.kind === "foreign" && value.args.some((argument) => isHandler(argument.value)))
  );
}

/** `if r.Method != http.MethodPost` and `switch r.Method`: what a handler asks for itself. */
function askedMethods(value: FunctionValue): string[] | null {
  if (!/\.Method\b/.test(textOfFunction(value))) {
    return null;
  }
  const body = value.node.field("body")?.text() ?? "";
  const compared = [...body.matchAll(/\.Method\s*[!=]=\s*(?:http\.Method(\w+)|"(\w+)")/g)];
  const cases = /switch\s+\w+\.Method\s*\{/.test(body)
    ? [...body.matchAll(/\bcase\s+((?:(?:http\.Method\w+|"[A-Z]+")\s*,?\s*)+):/g)].flatMap((match) => [
        ...(match[1] ?? "").matchAll(/http\.Method(\w+)|"(\w+)"/g),
      ])
    : [];
  const found = [...compared, ...cases].map((match) => (match[1] ?? match[2] ?? "").toUpperCase()).filter(isMethod);
  return found.length === 0 ? null : [...new Set(found)];
}
