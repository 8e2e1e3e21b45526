import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { BackwrightError } from "../errors.ts";
import type { Adapter } from "./contract.ts";

/**
 * Imports the adapter of an installed package.
 *
 * @throws BackwrightError `ADAPTER_FAILED` where its code cannot be loaded, `ADAPTER_INVALID` where it is no adapter.
 */
export async function loadFrom(packageJsonFile: string, packageName: string): Promise<Adapter> {
  let module: { default?: unknown };
  try {
    const entry = createRequire(dirname(packageJsonFile)).resolve(packageName);
    module = (await import(pathToFileURL(entry).href)) as { default?: unknown };
  } catch (cause) {
    throw adapterFailed(packageName, "could not be loaded", cause);
  }
  const { parseAdapter } = await import("./parse.ts");
  return parseAdapter(module.default, packageName);
}

/** An adapter that threw, by name, with what it was asked; what is known already stays as it is. */
export function adapterFailed(name: string, what: string, cause: unknown): BackwrightError {
  if (cause instanceof BackwrightError) {
    return cause;
  }
  const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
  return new BackwrightError("ADAPTER_FAILED", {
    message: `The adapter ${name} ${what}: ${reason}`,
    hint: `This is a fault of the adapter, not of your project. Update it, or choose another with --adapter NAME.`,
    cause,
  });
}
