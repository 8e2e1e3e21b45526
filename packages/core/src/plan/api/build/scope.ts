import type { ApiField } from "../entity.ts";
import type { Root } from "../expression.ts";
import type { ValueShape } from "./fields.ts";

/** A value of a request that an expression may name. */
export interface ParameterShape extends ValueShape {
  readonly nullable: boolean;
}

/** What an expression may name. */
export interface Scope {
  /** Entity of the row at hand; its members may be named without `this`. */
  readonly self: string | null;
  /** Entity of the account, and whether nobody may be signed in; `null` where there are no accounts. */
  readonly auth: { readonly entity: string; readonly nullable: boolean } | null;
  readonly parent: string | null;
  /** Rows that effects load or create, by name. */
  readonly loads: ReadonlyMap<string, string>;
  /** Parameters by place and name; `beside` is the field that it is compared with, which may say its type. */
  parameter(place: "path" | "query" | "input", named: { name: string; beside: ApiField | null }): ParameterShape | null;
  /** Names of parameters of a place, for messages. */
  parameterNames(place: "path" | "query" | "input"): readonly string[];
}

/** Where a name is looked up first. */
export interface Place {
  readonly root: Root;
  readonly entity: string;
}

/** A scope of one row alone. */
export function rowScope(self: string | null, auth: Scope["auth"]): Scope {
  return { self, auth, parent: null, loads: new Map(), parameter: () => null, parameterNames: () => [] };
}
