import { authenticatesByName, dottedName, itemsOf, kids } from "@backwright/language-python";
import type { Argument, CallSite, ClassValue, Interpreter, Value } from "@backwright/language-python";

/** What a route depends on before its handler runs, and whether that asks for a login. */
export interface Guard {
  readonly name: string;
  readonly authenticates: boolean;
}

const dependency = /(^|\.)(Depends|Security|FromDishka|Injects?)$/;
const scheme =
  /(^|\.)(OAuth2\w*|HTTP(Bearer|Basic|Digest)|APIKey(Header|Cookie|Query)|OpenIdConnect|LoginManager|JWTBearer)\(\)(\.\w+)*$/;

/** True for `Depends(…)`. */
function isDependency(value: Value): value is Value & { kind: "foreign"; site: CallSite } {
  return value.kind === "foreign" && value.site !== null && dependency.test(value.path.replace(/\(\)$/, ""));
}

/** The dependencies in `dependencies=[…]`. */
export function listedGuards(value: Value | null, interpreter: Interpreter): Guard[] {
  return (itemsOf(value) ?? []).flatMap((item) => ownDependency(item) ?? guardOf(item, interpreter) ?? []);
}

/** The dependencies of a handler's parameters that keep callers out; others only supply it with something. */
export function parameterGuards(handler: Value, interpreter: Interpreter, depth = 0): Guard[] {
  return parameterDependencies(handler, interpreter)
    .flatMap((value) => guardOf(value, interpreter, depth) ?? [])
    .filter((guard) => guard.authenticates);
}

function parameterDependencies(handler: Value, interpreter: Interpreter): Value[] {
  if (handler.kind === "class") {
    const init = handler.members.get("__init__");
    return [...(init === undefined ? [] : parameterDependencies(init, interpreter)), ...classDependencies(handler)];
  }
  if (handler.kind !== "function") {
    return [];
  }
  const frame = interpreter.frameOf(handler);
  const own = kids(handler.node.field("parameters")).flatMap((parameter) => {
    const [type, fallback] = [parameter.field("type"), parameter.field("value")];
    return [
      ...(fallback === null ? [] : [interpreter.evaluate(fallback, frame)]),
      ...(type === null ? [] : annotated(interpreter.evaluate(type, frame))),
    ];
  });
  // Class-based views: what the class's attributes depend on comes before every method.
  return [...own, ...(handler.owner === null ? [] : classDependencies(handler.owner))];
}

function classDependencies(owner: ClassValue, depth = 0): Value[] {
  return [
    ...owner.members.values(),
    ...owner.bases.flatMap((base) => (base.kind === "class" && depth < 10 ? classDependencies(base, depth + 1) : [])),
  ].filter((value) => isDependency(value));
}

/** `Annotated[User, Depends(f)]` depends on `f`, also under another name. */
function annotated(value: Value): Value[] {
  return value.kind === "foreign" && value.path.endsWith("[]")
    ? (value.site?.args ?? []).map((argument) => argument.value)
    : [value];
}

/** An instance of a project's own subclass of `Depends`. */
function ownDependency(value: Value): Guard | null {
  const name = value.kind === "instance" ? value.of.name : null;
  return name === null ? null : { name, authenticates: authenticatesByName(name) };
}

function guardOf(value: Value, interpreter: Interpreter, depth = 0): Guard | null {
  if (!isDependency(value)) {
    return null;
  }
  const [first] = value.site.args.filter((argument) => argument.name === null || argument.name === "dependency");
  return first === undefined ? null : { name: nameOf(first), authenticates: asksForLogin(first, interpreter, depth) };
}

function nameOf({ value, node }: Argument): string {
  const called = node.kind() === "call" ? node.text().replace(/\s+/g, " ") : null;
  const written = called !== null && called.length <= 60 ? called : dottedName(node);
  const known = value.kind === "function" || value.kind === "class" ? value.name : "(inline)";
  return written ?? known;
}

function asksForLogin({ value, node }: Argument, interpreter: Interpreter, depth: number): boolean {
  const name = dottedName(node) ?? "";
  const text = node.text();
  if (/optional|auto_error\s*=\s*False|required\s*=\s*False/i.test(text)) {
    return false;
  }
  if (authenticatesByName(name)) {
    return true;
  }
  if (value.kind === "foreign") {
    const optional = value.site?.node.text() ?? "";
    return scheme.test(value.path) && !/auto_error\s*=\s*False/.test(optional);
  }
  return depth < 6 && !letsPass(value) && parameterGuards(value, interpreter, depth + 1).length > 0;
}

/** A function that takes a login and also answers without one. */
function letsPass(value: Value): boolean {
  return value.kind === "function" && /optional|anonymous/i.test(value.name);
}
