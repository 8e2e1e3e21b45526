/** A JSON object. */
export type Json = Record<string, unknown>;

export interface ContractParameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: Json;
}

export interface ContractOperation {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base path, parameters as `:slug`. */
  readonly path: string;
  readonly line: number | null;
  readonly summary: string | null;
  readonly tag: string | null;
  /** `null` where the document does not say. */
  readonly security: "required" | "optional" | "none" | null;
  readonly parameters: readonly ContractParameter[];
  /** JSON Schema of the request body; `null` where there is none. */
  readonly body: Json | null;
  /** JSON Schemas of the answers by status; `null` for one without a body. `default` is left out. */
  readonly responses: ReadonlyMap<number, Json | null>;
}

/** An OpenAPI document that a task points at, with its references within one document. */
export interface Contract {
  /** As it is named in errors. */
  readonly file: string;
  readonly title: string;
  /** Path of the first server; `''` where it has none. */
  readonly basePath: string;
  readonly operations: readonly ContractOperation[];
  /** The whole document, for following references. */
  readonly document: Json;
}
