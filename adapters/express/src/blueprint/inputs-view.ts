import type { Validator } from "./existing-validator.ts";
import { renderTemplate } from "./render.ts";
import { specifierIn } from "./surroundings.ts";
import type { Surroundings } from "./surroundings.ts";

/** How handlers of one module get what a request holds, checked; all texts are source text. */
export interface InputsView {
  /** Bodies are checked in front of the handlers, by a function of their own. */
  readonly inFront: boolean;
  /** Handlers name the type of what they take. */
  readonly typed: boolean;
  readonly imports: string;
  /** What stands in front of a handler that reads a body; empty where the handler checks it. */
  front(schema: string): string;
  queryFront(schema: string): string;
  body(schema: string, type: string): string;
  query(schema: string, type: string): string;
}

export interface InputsRequest {
  readonly surroundings: Surroundings;
  /** The module of the handlers. */
  readonly path: string;
  readonly bodies: boolean;
  readonly queries: boolean;
  /** The schema of a body turns some values into others. */
  readonly converted: boolean;
}

export function inputsView({ surroundings, path, bodies, queries, converted }: InputsRequest): InputsView {
  const { validator, parse } = surroundings;
  const { middleware } = validator;
  const isChained = validator.name === "express-validator";
  const inFront = middleware !== null && (middleware.converts || !converted);
  const isUsed = inFront && (bodies || (queries && isChained));
  function front(isFront: boolean, schema: string): string {
    return isFront ? `${renderTemplate("validators/front", { validator, schema }).trim()} ` : "";
  }
  function input(
    part: "body" | "query",
    isFront: boolean,
    { schema, type }: Record<"schema" | "type", string>,
  ): string {
    return renderTemplate("validators/input", {
      inFront: isFront,
      validator,
      parse: parse.name,
      schema,
      part,
      type,
    }).trim();
  }
  return {
    inFront,
    typed: isChained,
    imports: renderTemplate("validators/imports", {
      matched: isChained && (bodies || queries),
      middleware: isUsed ? middleware : null,
      from: isUsed ? specifierIn(surroundings, path, middleware.module) : "",
    }),
    front: (schema) => front(inFront, schema),
    queryFront: (schema) => front(inFront && isChained, schema),
    body: (schema, type) => input("body", inFront, { schema, type }),
    query: (schema, type) => input("query", inFront && isChained, { schema, type }),
  };
}

/** Names of the shared checks that the schemas of fields use, as far as these checks have names. */
export function checkNames(validator: Validator["name"], names: readonly string[]): string[] {
  const own: Readonly<Record<Validator["name"], readonly string[] | null>> = {
    zod: null,
    joi: ["dateText", "dateTimeText", "indexedText", "pageFields", "text"],
    "express-validator": ["changesSomething", "pageFields"],
  };
  return names.filter((name) => own[validator]?.includes(name) ?? name !== "changesSomething");
}
