import { ancestry, decoratorNames, listedNames, lookupClass, methodNames } from "@backwright/language-python";
import type { ClassValue, Handler, Value } from "@backwright/language-python";

const verbs = ["get", "post", "put", "patch", "delete", "head", "options"] as const;

/** The methods that a class answers; `null` for anything that is no class. */
export function methodsOf(value: Value): string[] | null {
  if (value.kind !== "class") {
    return null;
  }
  const own = verbs.filter((verb) => lookupClass(value, verb) !== null).map((verb) => verb.toUpperCase());
  const listed = methodNames(lookupClass(value, "methods"));
  return own.length > 0 ? own : (listed ?? ["GET"]);
}

/** Decorators that register, describe, convert or cache, and keep nobody out. */
const plumbing =
  /(^|\.)(route|get|post|put|patch|delete|expose|doc|response|responses|arguments|body|input|output|marshal_with|marshal_list_with|expect|param|header|hide|deprecated|swag_from|use_kwargs|use_args|cache\w*|cached|memoize|cross_origin|errorhandler|other_responses|paginated_response|alt_response|produces|validate|timeit|wraps|staticmethod|classmethod|property|limit|exempt|json|templated|after_request|teardown_request|context_processor|shell_context_processor|cli\.command|command|option|argument|is_private|with_appcontext|on|event|task|namespace)$/;

/** The decorators of a handler that stand before it runs, those of its class included. */
export function guardsOf({ value, wrappers }: Handler, method: string): string[] {
  const names =
    value.kind === "class" ? classGuards(value, method) : value.kind === "function" ? decoratorNames(value.node) : [];
  return [...wrappers, ...names].filter((name) => !plumbing.test(name));
}

function classGuards(value: ClassValue, method: string): string[] {
  const handler = lookupClass(value, method.toLowerCase());
  const lists = ancestry(value).classes.flatMap((owner) => listedNames(owner, /^(method_)?decorators$/));
  const own = handler?.kind === "function" ? decoratorNames(handler.node) : [];
  return [...lists, ...decoratorNames(value.node), ...own];
}
