import { lineOf, native, readCall, unknown } from "@backwright/language-node";
import type {
  Argument,
  ClassValue,
  Interpreter,
  Native,
  NativeValue,
  SyntaxNode,
  Value,
} from "@backwright/language-node";

/** What a decorator says, however it was put together. */
export type Decorator =
  | { readonly kind: "module"; readonly definition: Value }
  | { readonly kind: "controller"; readonly options: Value }
  | { readonly kind: "route"; readonly methods: readonly string[]; readonly path: Value }
  | { readonly kind: "guards"; readonly args: readonly Argument[] }
  | { readonly kind: "version"; readonly version: Value }
  | { readonly kind: "metadata"; readonly key: string }
  | { readonly kind: "several"; readonly values: readonly Value[] };

interface DecoratorNative extends Native {
  readonly decorator: Decorator;
}

/** A decorator as a value, so that functions of the project may pass it around and compose it. */
export function decoratorValue(decorator: Decorator): NativeValue {
  const self: NativeValue = native({
    decorator,
    get: () => null,
    // `const Public = SetMetadata("public", true)` is written as `@Public` and, in one library's way, as `@Public()`.
    call: () => self,
  } as DecoratorNative);
  return self;
}

/** A decorator at a place: what it says, and the name that it is written with. */
export interface Applied {
  readonly decorator: Decorator;
  readonly name: string;
}

/** Decorators that stand before a class. */
export function classDecorators(interpreter: Interpreter, value: ClassValue): Applied[] {
  const parent = value.node.parent();
  const outside = parent?.kind() === "export_statement" ? parent.children() : [];
  return applied(interpreter, value, [...outside, ...value.node.children()]);
}

/** A method of a class with its decorators. */
export interface DecoratedMethod {
  readonly name: string;
  readonly line: number;
  readonly decorators: readonly Applied[];
}

/** The methods that a class itself declares, with what stands before each. */
export function decoratedMethods(interpreter: Interpreter, value: ClassValue): DecoratedMethod[] {
  const methods: DecoratedMethod[] = [];
  let standing: SyntaxNode[] = [];
  for (const member of value.node.field("body")?.children() ?? []) {
    if (member.kind() === "decorator") {
      standing.push(member);
    } else if (member.kind() === "method_definition" || member.kind() === "public_field_definition") {
      const written = [...standing, ...member.children().filter((child) => child.kind() === "decorator")];
      const name = member.field("name")?.text() ?? "";
      const line = (written[0] ?? member).range().start.line + 1;
      methods.push({ name, line, decorators: applied(interpreter, value, written) });
      standing = [];
    } else if (member.isNamed() && member.kind() !== "comment") {
      standing = [];
    }
  }
  return methods;
}

function applied(interpreter: Interpreter, owner: ClassValue, nodes: readonly SyntaxNode[]): Applied[] {
  return nodes
    .filter((node) => node.kind() === "decorator")
    .flatMap((node) => {
      const expression = node.children().find((child) => child.isNamed());
      if (expression === undefined) {
        return [];
      }
      const name = (expression.field("function") ?? expression).text();
      const callee = expression.field("function");
      // What another package's decorators are given is of no use here, and much.
      const made = callee === null ? unknown : interpreter.evaluateAt(owner, callee);
      const value = made.kind === "foreign" ? made : interpreter.evaluateAt(owner, expression);
      const known =
        value.kind === "unknown" || value.kind === "foreign" ? byName(interpreter, owner, expression) : value;
      return flatten(known).map((decorator) => ({ decorator, name }));
    });
}

/** A decorator that comes from nowhere in sight, and is called as one of Nest's own. */
function byName(interpreter: Interpreter, owner: ClassValue, expression: SyntaxNode): Value {
  const call = readCall(expression);
  const make =
    call?.object === null
      ? interpreter.member(interpreter.importPackage("@nestjs/common"), call.method ?? "")
      : unknown;
  const args = call?.args.map((node) => ({ node, value: () => interpreter.evaluateAt(owner, node) })) ?? [];
  const site = { file: owner.file, line: lineOf(expression), node: expression, args };
  return make.kind === "native" ? (make.native.call?.(site) ?? unknown) : unknown;
}

function flatten(value: Value, depth = 0): Decorator[] {
  if (value.kind === "list" && depth < 6) {
    return value.items.flatMap((item) => flatten(item, depth + 1));
  }
  if (value.kind !== "native" || !("decorator" in value.native)) {
    return [];
  }
  const { decorator } = value.native as DecoratorNative;
  return decorator.kind === "several" && depth < 6
    ? decorator.values.flatMap((item) => flatten(item, depth + 1))
    : [decorator];
}
