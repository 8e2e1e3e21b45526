import { guardNames } from "@backwright/language-node";
import type { Argument, Value } from "@backwright/language-node";
import type { Context, Guard } from "./context.ts";

const signsIn =
  /auth|jwt|session|token|bearer|role|permi|admin|acl|polic|access|login|logged|signed|user|account|api_?key|owner|protect|scope|member|credential/i;
const letsAnyonePass =
  /local\b|Local[A-Z]|optional|anonymous|google|facebook|github|twitter|apple|linkedin|throttl|rate|limit/i;
const refuses = /UnauthorizedException|ForbiddenException|extends\s+AuthGuard\(|\bverify(?:Async)?\(|\b401\b/;
const publicMark = /public|skip|anonym|no_?auth|unauth|without_?auth|guest|open|allow_?all|free/i;

/** Whether a guard of this name lets only callers pass who are known. */
export function authenticates(name: string): boolean {
  return signsIn.test(name.replace(/Guard\b/, "")) || /^AuthGuard\b/.test(name) ? !letsAnyonePass.test(name) : false;
}

/** Whether metadata of this key, or a decorator of this name, opens a route for everyone. */
export function opensForAll(...names: readonly string[]): boolean {
  return names.some((name) => publicMark.test(name) && !/skip_?throttl/i.test(name));
}

/** The guards that arguments name; classes of the project are looked into. */
export function readGuards(context: Context, args: readonly Argument[]): Guard[] {
  return args.flatMap((argument) => {
    // `new RolesGuard(reflector)` is called as its class is.
    const made = argument.node.kind() === "new_expression" ? argument.node.field("constructor")?.text() : undefined;
    const names = made === undefined ? guardNames([argument]) : [made];
    return names.map((name) => toGuard(context, name, argument.value()));
  });
}

/** A guard by its name, and by its code where that is in sight. */
export function toGuard(context: Context, name: string, value: Value): Guard {
  const owner = value.kind === "object" ? value.instanceOf : value.kind === "class" ? value : null;
  if (owner === null) {
    // `AuthGuard("jwt")` of a package knows nothing of marks.
    return { name, heedsMarks: !name.startsWith("AuthGuard(") };
  }
  const text = owner.node.text();
  const local = letsAnyonePass.test(name) || /AuthGuard\(\s*["']local["']/.test(text);
  if (refuses.test(text) && !local) {
    context.refusing.add(name);
  }
  return { name, heedsMarks: /reflector|getAllAndOverride|Reflect\.getMetadata/i.test(text) };
}
