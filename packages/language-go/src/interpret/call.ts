import type { FileScope } from "../declarations.ts";
import { namedChildren } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { pureCall } from "./builtins.ts";
import { childScope, isExhausted, keyOf, limits } from "./machine.ts";
import type { Frame, Machine } from "./machine.ts";
import { isRelevant } from "./relevance.ts";
import { parametersOf, readType } from "./types.ts";
import type { Parameter, TypeRef } from "./types.ts";
import { mergeValues, unknown, unknownOf } from "./value.ts";
import type { Argument, CallSite, FunctionValue, Value } from "./value.ts";

/** A call of whatever the callee came to. */
export function callValue(machine: Machine, callee: Value, site: CallSite): Value {
  switch (callee.kind) {
    case "function":
      return machine.callFunction(callee, site.args, site);
    case "native":
      machine.state.effects += 1;
      return callee.native.call?.(site) ?? unknown;
    case "type":
      return site.args[0]?.value ?? unknown;
    case "foreign": {
      const known = pureCall(callee, site) ?? machine.host.called(callee, site);
      machine.state.effects += known === null ? 0 : 1;
      handOver(machine, site);
      return known ?? { ...callee, called: true, args: site.args };
    }
    default:
      handOver(machine, site);
      return unknown;
  }
}

/** Functions that go to code of others: what needs nothing is run at once, the rest waits for the end. */
function handOver(machine: Machine, site: CallSite): void {
  for (const { value } of site.args) {
    if (value.kind === "function" && value.scope !== null && parameters(value).length === 0) {
      machine.callFunction(value, [], site);
    } else if (value.kind === "function") {
      machine.state.escaped.push(value);
    }
  }
}

/** Follows a function of the project. What the caller does not know is made up from the parameter's type. */
export function callFunction(
  machine: Machine,
  callee: FunctionValue,
  args: readonly Argument[],
  site: CallSite,
): Value {
  const { declared } = callee;
  if (declared !== null) {
    const known = machine.host.intercept(declared, { ...site, args });
    if (known !== null) {
      machine.state.effects += 1;
      return known;
    }
  }
  if (declared !== null && !worthFollowing(machine, callee, args) && !mayBeEmpty(declared.text)) {
    return resultOf(callee);
  }
  const body = callee.node.field("body");
  if (body === null || (namedChildren(body).length === 0 && declared !== null)) {
    return (declared === null ? null : emptyMethod(machine, callee, site)) ?? resultOf(callee);
  }
  const key = keyOf(callee);
  const { state } = machine;
  const times = state.executed.get(key) ?? 0;
  const again = state.stack.filter((entry) => entry === key).length;
  if (
    times >= limits.calls ||
    again >= (args.some(({ value }) => isActing(value)) ? limits.nested : limits.again) ||
    state.stack.length >= limits.depth ||
    isExhausted(state) ||
    (state.idle.get(key) ?? 0) >= limits.idle
  ) {
    return resultOf(callee);
  }
  const { effects } = state;
  state.executed.set(key, times + 1);
  state.stack.push(key);
  const frame: Frame = { file: callee.file, scope: childScope(callee.scope), returns: [], conditional: 0 };
  bindParameters(machine, { callee, args, site, frame });
  machine.execute(body, frame);
  state.stack.pop();
  const result = returned(callee, frame);
  if (
    state.effects === effects &&
    args.length > 0 &&
    !args.some(({ value }) => isTelling(value)) &&
    !isTelling(result)
  ) {
    state.idle.set(key, (state.idle.get(key) ?? 0) + 1);
  }
  return machine.host.returned(callee, { ...site, args }, result) ?? result;
}

/** What says a function's parameters and results, which may be had without parsing its body. */
function signatureOf(callee: FunctionValue): SyntaxNode {
  return callee.declared?.signature ?? callee.node;
}

/** Whether a function may have a body of comments alone, or none. */
function mayBeEmpty(text: string): boolean {
  return !text.includes("{") || /\{(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*\}\s*$/.test(text);
}

function isActing({ kind }: Value): boolean {
  return kind === "native" || kind === "function";
}

/** Whether a value is text, or can bring something about; what is neither is worth no second look. */
function isTelling(value: Value, depth = 0): boolean {
  switch (value.kind) {
    case "text":
    case "native":
    case "function":
      return true;
    case "list":
    case "tuple":
      return depth < 3 && value.items.some((item) => isTelling(item, depth + 1));
    case "map":
      return depth < 3 && value.entries.some(([, item]) => isTelling(item, depth + 1));
    case "object":
      return depth < 3 && [...value.fields.values()].some((item) => isTelling(item, depth + 1));
    default:
      return false;
  }
}

function emptyMethod(machine: Machine, { declared }: FunctionValue, site: CallSite): Value | null {
  const meaning = declared === null || declared.receiver === null ? null : machine.host.empty(declared, site);
  return meaning === null ? null : machine.call(meaning, site);
}

/** Code that has nothing to do with what is asked is only read for the texts that it gives. */
function worthFollowing(machine: Machine, callee: FunctionValue, args: readonly Argument[]): boolean {
  return (
    callee.declared === null ||
    isRelevant(machine.project, callee.file.package.importPath, machine.host.concerns) ||
    args.some(({ value }) => isActing(value)) ||
    /^\(?\s*(\w+\s+)?string\b/.test(signatureOf(callee).field("result")?.text() ?? "") ||
    givesPaths(callee.declared.text)
  );
}

/** A function that does nothing but give a table with paths in it. */
function givesPaths(text: string): boolean {
  return text.includes('"/') && /^[^{]*\{\s*return\s+&?[\w.[\]]+\{/.test(text);
}

interface Binding {
  readonly callee: FunctionValue;
  readonly args: readonly Argument[];
  readonly site: CallSite;
  readonly frame: Frame;
}

function bindParameters(machine: Machine, { callee, args, site, frame }: Binding): void {
  const { names } = frame.scope;
  const receiver = parametersOf(callee.node.field("receiver"), callee.file)[0];
  if (receiver?.name != null) {
    const own = callee.receiver ?? unknown;
    names.set(receiver.name, own.kind === "unknown" ? machine.valueOf(receiver.type, site) : own);
  }
  // `f(g())` hands on all that g returns.
  const [only] = args;
  const values =
    args.length === 1 && only?.value.kind === "tuple" ? only.value.items : args.map((argument) => argument.value);
  parameters(callee).forEach((parameter, index) => {
    if (parameter.name === null) {
      return;
    }
    if (parameter.variadic) {
      const element = parameter.type?.kind === "list" ? parameter.type.element : null;
      names.set(parameter.name, { kind: "list", items: values.slice(index), element });
      return;
    }
    const value = values[index] ?? unknown;
    names.set(parameter.name, isBlank(value) ? orMadeUp(machine, { value, parameter, site }) : value);
  });
  for (const result of results(callee)) {
    if (result.name !== null) {
      names.set(result.name, unknownOf(result.type));
    }
  }
}

function isBlank(value: Value): boolean {
  return value.kind === "unknown" && value.env === null;
}

interface MadeUp {
  readonly value: Value;
  readonly parameter: Parameter;
  readonly site: CallSite;
}

function orMadeUp(machine: Machine, { value, parameter, site }: MadeUp): Value {
  const own = value.kind === "unknown" ? value.type : null;
  const known = own === null ? unknown : machine.valueOf(own, site);
  return known.kind === "unknown" ? machine.valueOf(parameter.type, site) : known;
}

/** The parameters of a function. */
export function parameters(callee: FunctionValue): readonly Parameter[] {
  return parametersOf(signatureOf(callee).field("parameters"), callee.file);
}

function results(callee: FunctionValue): readonly Parameter[] {
  const node = signatureOf(callee).field("result");
  return node?.kind() === "parameter_list"
    ? parametersOf(node, callee.file)
    : node === null
      ? []
      : [{ name: null, type: resultType(node, callee.file), variadic: false }];
}

function resultType(node: SyntaxNode, file: FileScope): TypeRef | null {
  return readType(node, file);
}

/** What a function that is not followed gives: no more than its type. */
function resultOf(callee: FunctionValue): Value {
  const all = results(callee).map(({ type }) => unknownOf(type));
  return all.length > 1 ? { kind: "tuple", items: all } : (all[0] ?? unknown);
}

function returned(callee: FunctionValue, frame: Frame): Value {
  const declared = results(callee);
  const named = declared.map(({ name }) => (name === null ? unknown : (frame.scope.names.get(name) ?? unknown)));
  const bare: Value = named.length > 1 ? { kind: "tuple", items: named } : (named[0] ?? unknown);
  const merged = frame.returns.length === 0 ? bare : mergeValues([...frame.returns, bare]);
  const typed = resultOf(callee);
  if (merged.kind === "tuple" && typed.kind === "tuple") {
    const items = merged.items.map((item, index) => (isBlank(item) ? (typed.items[index] ?? item) : item));
    return { kind: "tuple", items };
  }
  return isBlank(merged) && !(merged.kind === "unknown" && merged.type !== null) ? typed : merged;
}
