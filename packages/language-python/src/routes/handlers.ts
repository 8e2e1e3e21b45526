import { itemsOf, native } from "../interpret/value.ts";
import type { Argument, ClassValue, Native, Value } from "../interpret/value.ts";
import { decoratorsOf, dottedName, kids } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";

/** What `as_view()` gives: a handler made of a class. */
interface ViewNative extends Native {
  readonly view: ClassValue;
  /** What `as_view` was given. */
  readonly given: readonly Argument[];
}

export function makeView(view: ClassValue, given: readonly Argument[] = []): Value {
  const value: ViewNative = { view, given };
  return native(value);
}

/** What answers a request, without the functions around it. */
export interface Handler {
  readonly value: Value;
  readonly name: string;
  /** What the class's `as_view` was given. */
  readonly given: readonly Argument[];
  /** Names of functions around it, the outermost first. */
  readonly wrappers: readonly string[];
}

const callable = new Set(["function", "class", "native", "foreign"]);

/** The function or class behind a handler, also inside `login_required(view)`. */
export function handlerOf(value: Value, wrappers: readonly string[] = []): Handler {
  if (value.kind === "native" && "view" in value.native) {
    const { view, given } = value.native as ViewNative;
    return { value: view, name: view.name, given, wrappers };
  }
  if (value.kind === "function" || value.kind === "class") {
    return { value, name: value.name, given: [], wrappers };
  }
  if (value.kind === "foreign" && value.site !== null && wrappers.length < 8) {
    const inner = value.site.args.find((argument) => callable.has(argument.value.kind));
    const name = dottedName(value.site.node);
    if (inner !== undefined && !value.path.includes("as_view()")) {
      return handlerOf(inner.value, name === null ? wrappers : [...wrappers, name]);
    }
  }
  const path = value.kind === "foreign" ? value.path.replace(/\.as_view\(\)$|\(\)$/, "") : "";
  return { value, name: path === "" ? "(inline)" : path.slice(path.lastIndexOf(".") + 1), given: [], wrappers };
}

/** The names of the decorators of a function or class, the outermost first. */
export function decoratorNames(node: SyntaxNode): string[] {
  return decoratorsOf(node).flatMap((decorator) => guardName(decorator) ?? []);
}

/** The names in a list that a class's body binds, such as `decorators = [login_required]`. */
export function listedNames({ node }: ClassValue, attribute: RegExp): string[] {
  return kids(node.field("body")).flatMap((statement) => {
    const assignment = kids(statement)[0];
    const name = assignment?.kind() === "assignment" ? (assignment.field("left")?.text() ?? "") : "";
    const right = assignment?.field("right") ?? null;
    return attribute.test(name) ? kids(right).flatMap((item) => guardName(item) ?? []) : [];
  });
}

/** The name of a guard; with a mark where its arguments make it optional. */
export function guardName(node: SyntaxNode): string | null {
  const name = dottedName(node);
  const optional = /optional\s*=\s*True|allow_anonymous|required\s*=\s*False/.test(node.text());
  return name !== null && optional ? `${name}(optional)` : name;
}

/** The methods of a list, upper case; `null` where there is none that is known. */
export function methodNames(value: Value | null): string[] | null {
  const names = (itemsOf(value) ?? []).flatMap((item) => (item.kind === "text" ? item.text.toUpperCase() : []));
  return names.length === 0 ? null : names;
}
