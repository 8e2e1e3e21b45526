import { ancestry, decoratorsOf, dottedName, itemsOf, kids, lookupClass, native } from "@backwright/language-python";
import type { ClassValue, Native, SyntaxNode, Value } from "@backwright/language-python";

const verbs = ["get", "post", "put", "patch", "delete", "head", "options"] as const;

/** What `as_view()` gives: a handler made of a class. */
interface ViewNative extends Native {
  readonly view: ClassValue;
}

export function makeView(view: ClassValue): Value {
  const value: ViewNative = { view };
  return native(value);
}

/** What answers a request, without the decorators around it. */
export interface Handler {
  readonly value: Value;
  readonly name: string;
  /** Names of functions around it, the outermost first. */
  readonly wrappers: readonly string[];
}

/** The function or class behind a handler, also inside `login_required(view)`. */
export function handlerOf(value: Value, wrappers: readonly string[] = []): Handler {
  if (value.kind === "native" && "view" in value.native) {
    return handlerOf((value.native as ViewNative).view, wrappers);
  }
  if (value.kind === "function" || value.kind === "class") {
    return { value, name: value.name, wrappers };
  }
  if (value.kind === "foreign" && value.site !== null && wrappers.length < 8) {
    const inner = value.site.args.find((argument) =>
      ["function", "class", "native", "foreign"].includes(argument.value.kind),
    );
    const name = dottedName(value.site.node);
    if (inner !== undefined) {
      return handlerOf(inner.value, name === null ? wrappers : [...wrappers, name]);
    }
  }
  return { value, name: "(inline)", wrappers };
}

/** The methods that a class answers; `null` for anything that is no class. */
export function methodsOf(value: Value): string[] | null {
  if (value.kind !== "class") {
    return null;
  }
  const own = verbs.filter((verb) => lookupClass(value, verb) !== null).map((verb) => verb.toUpperCase());
  const listed = methodNames(lookupClass(value, "methods"));
  return own.length > 0 ? own : (listed ?? ["GET"]);
}

export function methodNames(value: Value | null): string[] | null {
  const names = (itemsOf(value) ?? []).flatMap((item) => (item.kind === "text" ? item.text.toUpperCase() : []));
  return names.length === 0 ? null : names;
}

/** Decorators that register, describe, convert or cache, and keep nobody out. */
const plumbing =
  /(^|\.)(route|get|post|put|patch|delete|expose|doc|response|responses|arguments|body|input|output|marshal_with|marshal_list_with|expect|param|header|hide|deprecated|swag_from|use_kwargs|use_args|cache\w*|cached|memoize|cross_origin|errorhandler|other_responses|paginated_response|alt_response|produces|validate|timeit|wraps|staticmethod|classmethod|property|limit|exempt|json|templated|after_request|teardown_request|context_processor|shell_context_processor|cli\.command|command|option|argument|is_private|with_appcontext|on|event|task|namespace)$/;

/** The decorators of a handler that stand before it runs, those of its class included. */
export function guardsOf({ value, wrappers }: Handler, method: string): string[] {
  const names =
    value.kind === "class" ? classGuards(value, method) : value.kind === "function" ? decorators(value.node) : [];
  return [...wrappers, ...names].filter((name) => !plumbing.test(name.replace(/\(.*$/s, "")));
}

function classGuards(value: ClassValue, method: string): string[] {
  const handler = lookupClass(value, method.toLowerCase());
  const lists = ancestry(value).classes.flatMap((owner) => listed(owner));
  return [...lists, ...decorators(value.node), ...(handler?.kind === "function" ? decorators(handler.node) : [])];
}

/** `decorators = [login_required]`, and `method_decorators` of Flask-RESTful. */
function listed({ node }: ClassValue): string[] {
  return kids(node.field("body")).flatMap((statement) => {
    const assignment = kids(statement)[0];
    const name = assignment?.kind() === "assignment" ? assignment.field("left")?.text() : undefined;
    const right = assignment?.field("right") ?? null;
    return name === "decorators" || name === "method_decorators" ? kids(right).flatMap((item) => nameOf(item)) : [];
  });
}

function decorators(node: SyntaxNode): string[] {
  return decoratorsOf(node).flatMap((decorator) => nameOf(decorator));
}

/** The name, with the arguments where they make it optional. */
function nameOf(node: SyntaxNode): string[] {
  const name = dottedName(node);
  const optional = /optional\s*=\s*True|allow_anonymous|required\s*=\s*False/.test(node.text());
  return name === null ? [] : [optional ? `${name}(optional)` : name];
}
