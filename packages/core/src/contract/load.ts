import { BackwrightError } from "../errors.ts";
import { readText } from "../task/text.ts";
import type { NamedFile } from "../task/text.ts";
import { readYaml } from "../task/yaml-source.ts";
import type { Contract, Json } from "./contract.ts";
import { readContract } from "./read.ts";

const hint = "Correct the OpenAPI document; a contract is OpenAPI 3.1 and refers to files only, never to addresses.";

/**
 * Reads an OpenAPI 3.1 document, with what it refers to in other files, and holds it against the specification.
 *
 * @throws BackwrightError `TASK_UNREADABLE`, `TASK_INVALID`
 */
export async function loadContract({ path, file }: NamedFile): Promise<Contract> {
  const source = await readText({ path, file });
  const { value, lineOf } = readYaml({ text: source, file });
  const { openapi } = (value ?? {}) as Json;
  if (typeof openapi !== "string" || !/^3\.1(\.|$)/.test(openapi)) {
    throw new BackwrightError("TASK_INVALID", {
      message: `${file}:1: This is not an OpenAPI 3.1 document: \`openapi\` is ${JSON.stringify(openapi ?? null)}.`,
      hint,
    });
  }

  // Reading OpenAPI takes half a second to import, which only tasks with a contract should pay.
  const { BaseResolver, bundle, createConfig, lint } = await import("@redocly/openapi-core");
  class FilesOnly extends BaseResolver {
    override loadExternalRef(ref: string): ReturnType<InstanceType<typeof BaseResolver>["loadExternalRef"]> {
      if (/^[a-z]+:\/\//i.test(ref)) throw new Error(`${ref} is an address, and a contract is read from files only`);
      return super.loadExternalRef(ref);
    }
  }
  const config = await createConfig({
    rules: {
      struct: "error",
      "no-unresolved-refs": "error",
      "operation-operationId": "error",
      "operation-operationId-unique": "error",
      "path-parameters-defined": "error",
    },
  });
  const problems = (await lint({ ref: path, config, externalRefResolver: new FilesOnly() })).map(
    ({ message, location: [place] }) => ({
      message,
      line: place === undefined ? null : lineOf(pointerPath(place.pointer ?? "")),
    }),
  );
  if (problems.length > 0) {
    throw new BackwrightError("TASK_INVALID", {
      message: problems
        .slice(0, 20)
        .map(({ message, line }) => `${file}${line === null ? "" : `:${line}`}: ${message.split("\n")[0]}`)
        .join("\n"),
      hint,
    });
  }

  const bundled = await bundle({ ref: path, config, externalRefResolver: new FilesOnly() });
  return readContract({ document: bundled.bundle.parsed as Json, file, lineOf });
}

/** `#/paths/~1articles/get` as keys. */
function pointerPath(pointer: string): string[] {
  return pointer
    .replace(/^#?\/?/, "")
    .split("/")
    .filter((part) => part !== "")
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
}
