import * as z from "zod";
import { BackwrightError } from "../errors.ts";
import type { Marks } from "./contract.ts";

const marksSchema = z.strictObject({
  files: z.array(z.string().min(1)).optional(),
  dependencies: z.array(z.string().min(1)).optional(),
});

const fieldSchema = z.looseObject({
  adapter: z.string().regex(/^[a-z][a-z0-9-]*$/),
  language: z.enum(["node", "python", "go"]),
  marks: marksSchema,
  supersedes: z.array(z.string()).default([]),
});

/** A package.json as far as it is about the adapter in its package. */
export interface AdapterPackage {
  readonly name: string;
  readonly version: string;
  readonly backwright: {
    readonly adapter: string;
    readonly language: string;
    readonly marks: Marks;
    readonly supersedes?: readonly string[];
  };
}

/** What a package.json says about the adapter in its package. */
export interface AdapterManifest {
  /** Name of the package. */
  readonly package: string;
  readonly version: string;
  readonly adapter: string;
  readonly language: string;
  readonly marks: Marks;
  readonly supersedes: readonly string[];
}

/**
 * Reads a parsed package.json whose `backwright` field names an adapter.
 *
 * @throws BackwrightError `ADAPTER_INVALID` where that field is wrong otherwise.
 */
export function readAdapterManifest(packageJson: unknown, file: string): AdapterManifest {
  const data = asRecord(packageJson);
  const result = fieldSchema.safeParse(data["backwright"]);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new BackwrightError("ADAPTER_INVALID", {
      message: `The \`backwright\` field of ${file} is wrong: ${issue?.path.join(".") || "it"}: ${issue?.message ?? "is invalid"}.`,
      hint: `Correct that package, or remove it: ${typeof data["name"] === "string" ? data["name"] : file}.`,
      cause: result.error,
    });
  }
  const { adapter, language, marks, supersedes } = result.data;
  return {
    package: typeof data["name"] === "string" ? data["name"] : adapter,
    version: typeof data["version"] === "string" ? data["version"] : "0.0.0",
    adapter,
    language,
    marks: {
      ...(marks.files === undefined ? {} : { files: marks.files }),
      ...(marks.dependencies === undefined ? {} : { dependencies: marks.dependencies }),
    },
    supersedes,
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
