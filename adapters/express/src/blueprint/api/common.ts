import { importSpecifier } from "../surroundings.ts";
import type { ApiOperation } from "@backwright/core";
import type { FieldView } from "../view.ts";
import { importsMark, withImports } from "./imports.ts";
import type { Importable } from "./imports.ts";
import type { ApiModel, EntityModel } from "./model.ts";

/** A file before it is formatted. */
export interface Draft {
  readonly path: string;
  readonly content: string;
}

/** What every template of a whole API sees. */
export interface CommonView {
  readonly importsMark: string;
  readonly auth: ApiModel["auth"];
  readonly account: EntityModel | null;
  readonly errors: ApiModel["api"]["errors"];
  readonly loginFinder: string;
  /** Bodies with fields that no input has are refused; otherwise those are left out. */
  readonly strict: boolean;
  literal(text: string): string;
  typeOf(field: FieldView): string;
}

export function commonView(model: ApiModel): CommonView {
  const by = model.auth?.login.by ?? "";
  return {
    importsMark,
    auth: model.auth,
    account: model.account,
    errors: model.api.errors,
    loginFinder: `find${model.account?.name ?? ""}By${by.charAt(0).toUpperCase()}${by.slice(1)}`,
    strict: model.api.operations.some((one) => "input" in one && one.input?.strict === true),
    literal: (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`,
    typeOf: (field) => typeOf(field.type),
  };
}

/** A module with the imports that its code needs. */
export function imported(path: string, text: string, available: readonly Importable[]): Draft {
  return {
    path,
    content: withImports({ path, text, available, specifier: (module) => importSpecifier(path, module, ".ts") }),
  };
}

export function typeOf(type: FieldView["type"]): string {
  switch (type) {
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "date-time":
      return "Date";
    default:
      return "string";
  }
}

/** Paths with fixed segments come before those with parameters in the same place, so that each request finds its own. */
export function byPath(a: { op: ApiOperation }, b: { op: ApiOperation }): number {
  const [left, right] = [a.op.path.split("/"), b.op.path.split("/")];
  const at = left.findIndex((segment, index) => segment.startsWith(":") !== (right[index] ?? "").startsWith(":"));
  return at === -1 || left.slice(0, at).join("/") !== right.slice(0, at).join("/")
    ? 0
    : left[at]?.startsWith(":")
      ? 1
      : -1;
}

/** Each name once; the last one counts. */
export function distinct<Named extends { readonly name?: string; readonly variable?: string }>(
  all: readonly Named[],
): Named[] {
  return [...new Map(all.map((one) => [one.variable ?? one.name, one])).values()];
}
