import * as z from "zod";
import { BackwrightError } from "../errors.ts";
import type { Adapter } from "./contract.ts";

const callable = z.custom<() => unknown>((value) => typeof value === "function", "must be a function");
const shape = z.looseObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  language: z.enum(["node", "python", "go"]),
  marks: z
    .strictObject({ files: z.array(z.string()).optional(), dependencies: z.array(z.string()).optional() })
    .refine(
      (marks) => (marks.files?.length ?? 0) + (marks.dependencies?.length ?? 0) > 0,
      "needs a file glob or a dependency",
    ),
  supersedes: z.array(z.string()).optional(),
  detect: callable,
  commands: callable,
  routes: callable.optional(),
  models: callable.optional(),
  practices: callable.optional(),
  verification: z.looseObject({ errors: callable, environment: callable }).optional(),
  blueprint: z.looseObject({ refusals: callable, decisions: callable.optional(), write: callable }).optional(),
  help: z.string().optional(),
});

/** Checks an adapter that came from a package. Throws `ADAPTER_INVALID`. */
export function parseAdapter(value: unknown, origin: string): Adapter {
  const result = shape.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new BackwrightError("ADAPTER_INVALID", {
      message: `The adapter ${origin} does not keep to the contract: ${issue?.path.join(".") || "it"}: ${issue?.message ?? "is invalid"}.`,
      cause: result.error,
    });
  }
  return value as Adapter;
}
